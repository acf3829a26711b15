-- GETs for wrk: the paths in the file named first, one after another, over and over.
local paths, position = {}, 0

function init(args)
   for line in io.lines(args[1]) do
      table.insert(paths, wrk.format("GET", line))
   end
end

function request()
   position = position % #paths + 1
   return paths[position]
end

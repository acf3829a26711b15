-- Posts for wrk, each line of the file named first sent once and in order: "path<TAB>address<TAB>body", where the address
-- is what X-Forwarded-For says. The second argument is the type of the bodies; further ones are headers of every request.
-- A redirect counts as an answer and is not followed. Prints how many were taken.
local posts, position, common = {}, 0, {}
local threads = {}
taken, refused, ended = 0, 0, 0

function setup(thread)
   table.insert(threads, thread)
end

function init(args)
   for line in io.lines(args[1]) do
      table.insert(posts, line)
   end
   common["Content-Type"] = args[2]
   for index = 3, #args do
      local name, value = string.match(args[index], "^([^:]+):%s*(.*)$")
      common[name] = value
   end
end

function request()
   position = position + 1
   if position > #posts then
      ended = ended + 1
      position = 1
   end
   local path, address, body = string.match(posts[position], "^(.-)\t(.-)\t(.*)$")
   common["X-Forwarded-For"] = address
   return wrk.format("POST", path, common, body)
end

function response(status, headers, body)
   if status == 201 or status == 303 then
      taken = taken + 1
   else
      refused = refused + 1
   end
end

function done(summary, latency, requests)
   local counts = { taken = 0, refused = 0, ended = 0 }
   for _, thread in ipairs(threads) do
      for name, value in pairs(counts) do
         counts[name] = value + thread:get(name)
      end
   end
   io.write(string.format("counted taken=%d refused=%d ended=%d seconds=%.6f\n",
      counts.taken, counts.refused, counts.ended, summary.duration / 1e6))
end

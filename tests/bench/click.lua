-- Clicks for wrk. The first argument names a file; every line is one click, "path<TAB>body", posted once and in order as
-- a form; after a redirect the page is fetched before the next click, as a browser does. Further arguments are headers,
-- "Name: value", of every request. Prints how many there were.
local posts, position, waiting = {}, 0, {}
local reading, posting = {}, { ["Content-Type"] = "application/x-www-form-urlencoded" }
local threads = {}
posted, redirected, pages, refused, ended = 0, 0, 0, 0, 0

function setup(thread)
   table.insert(threads, thread)
end

function init(args)
   for line in io.lines(args[1]) do
      table.insert(posts, line)
   end
   for index = 2, #args do
      local name, value = string.match(args[index], "^([^:]+):%s*(.*)$")
      reading[name], posting[name] = value, value
   end
end

function request()
   if #waiting > 0 then
      return wrk.format("GET", table.remove(waiting, 1), reading)
   end
   position = position + 1
   if position > #posts then
      ended = ended + 1
      position = 1
   end
   posted = posted + 1
   local path, body = string.match(posts[position], "^(.-)\t(.*)$")
   return wrk.format("POST", path, posting, body)
end

function response(status, headers, body)
   if status == 303 then
      redirected = redirected + 1
      local location = headers["location"] or headers["Location"]
      table.insert(waiting, (string.gsub(location, "^https?://[^/]+", "")))
   elseif status == 200 then
      pages = pages + 1
   else
      refused = refused + 1
   end
end

function done(summary, latency, requests)
   local counts = {}
   for _, name in ipairs({ "posted", "redirected", "pages", "refused", "ended" }) do
      local sum = 0
      for _, thread in ipairs(threads) do
         sum = sum + thread:get(name)
      end
      table.insert(counts, name .. "=" .. sum)
   end
   io.write("counted ", table.concat(counts, " "), string.format(" seconds=%.6f\n", summary.duration / 1e6))
end

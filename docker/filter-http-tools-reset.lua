-- POST /tools/reset makes Orthanc read its configuration again. With this script it first has the launcher write that
-- configuration again, from the files, secrets and variables as they are now. If the launcher refuses them, so is the
-- request: Orthanc keeps running with what it has, and the old file stays.
--
-- To use it: "LuaScripts": ["/lua-scripts/filter-http-tools-reset.lua"], after scripts that filter requests themselves.
--
-- The launcher makes a whole launch, so that also plugins that are enabled only now are found, but becomes the program true
-- in the end. The start-up script, meant for a time when Orthanc does not run, is left out. Of the launcher's options, those
-- that are variables still hold, as the environment is that of the launch; those of its command line are gone, except for
-- the output: that is the file that Orthanc was started with.

local filterBefore = IncomingHttpRequestFilter

-- The first argument of Orthanc's command line that is no option.
local function configurationInUse()
   local file = io.open('/proc/self/cmdline', 'rb')
   if file then
      local position = 0
      for argument in file:read('*a'):gmatch('%Z+') do
         position = position + 1
         if position > 1 and argument:sub(1, 1) ~= '-' then
            file:close()
            return argument
         end
      end
      file:close()
   end
   return os.getenv('ORTHANC_LAUNCHER_OUTPUT') or '/tmp/orthanc.json'
end

local function quoted(text)
   return "'" .. text:gsub("'", "'\\''") .. "'"
end

local function isWrittenAgain()
   local result = os.execute('env -u BEFORE_ORTHANC_STARTUP_SCRIPT orthanc-launcher launch --orthanc true --output '
      .. quoted(configurationInUse()))
   -- Lua 5.1 gives the exit code, later versions give true.
   return result == true or result == 0
end

function IncomingHttpRequestFilter(method, uri, ip, username, httpHeaders)
   if filterBefore and not filterBefore(method, uri, ip, username, httpHeaders) then
      return false
   end

   if method == 'POST' and uri:gsub('//+', '/'):gsub('/$', '') == '/tools/reset' then
      if not isWrittenAgain() then
         print('The configuration could not be written again, as the launcher said above: /tools/reset is refused')
         return false
      end
   end

   return true
end

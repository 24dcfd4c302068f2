-- Who may call Telegram now, and who has to wait: one tempo for all processes of a bot, on Redis's clock.
--
-- KEYS: who is here (sorted set), the overall bucket, then the chat of each request.
-- ARGV: who asks, processes that live, calls a second overall, and at once, a chat's a second, a chat's burst,
--   a group's calls a window, the window in ms, ms until a silent process is not here any more;
--   then of each request: calls (negative: they did not go after all), calls to its chat to be kept free, 1 for a group,
--   the part of what may be called at once beyond one call that must be there.
-- Answers two numbers a request, ms until its chat may be called and until anybody may; spent when both are 0.
local me, living = ARGV[1], tonumber(ARGV[2])
local overall, burst, chat_rate, chat_burst = tonumber(ARGV[3]), tonumber(ARGV[4]), tonumber(ARGV[5]), tonumber(ARGV[6])
local limit, window, silence = tonumber(ARGV[7]), tonumber(ARGV[8]), tonumber(ARGV[9])
local FIXED = 9
local clock = redis.call('TIME')
local now = clock[1] * 1000 + clock[2] / 1000
local function exact(number) return string.format('%.6f', number) end

-- Those who cannot reach Redis make their part of the calls without it: it gives away the rest.
redis.call('ZADD', KEYS[1], exact(now), me)
redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', exact(now - silence))
redis.call('ZREMRANGEBYSCORE', KEYS[1], '(' .. exact(now), '+inf') -- the clock was set back
redis.call('PEXPIRE', KEYS[1], silence)
local rate = overall * math.min(1, redis.call('ZCARD', KEYS[1]) / living)

local function level(key, per_second, most, first)
  local held = redis.call('HMGET', key, 'level', 'at')
  if not held[1] then return first end
  return math.min(most, held[1] + math.max(0, now - held[2]) / 1000 * per_second)
end

local function keep(key, left, for_ms)
  redis.call('HSET', key, 'level', exact(left), 'at', exact(now))
  redis.call('PEXPIRE', key, math.ceil(for_ms))
end

local function until_one(left, per_second, most, free)
  local needed = 1 + math.max(0, math.min(free, most - 1))
  return left >= needed and 0 or (needed - left) / per_second * 1000
end

local function of_group(key, calls, kept)
  local newest = redis.call('LINDEX', key, -1)
  if newest and tonumber(newest) > now then redis.call('DEL', key) end -- the clock was set back
  local oldest = redis.call('LINDEX', key, 0)
  while oldest and tonumber(oldest) <= now - window do
    redis.call('LPOP', key)
    oldest = redis.call('LINDEX', key, 0)
  end
  local over = redis.call('LLEN', key) + math.min(calls + kept, limit) - limit
  return over > 0 and redis.call('LINDEX', key, over - 1) + window - now or 0
end

local function spend(key, calls, is_group)
  if not is_group then
    local left = math.min(chat_burst, level(key, chat_rate, chat_burst, chat_burst) - calls)
    return keep(key, left, (chat_burst - left) / chat_rate * 1000 + 1)
  end
  for _ = 1, calls do redis.call('RPUSH', key, exact(now)) end
  for _ = 1, -calls do redis.call('RPOP', key) end
  redis.call('PEXPIRE', key, window)
end

-- Nothing is known of the moment before a flush.
local left = level(KEYS[2], rate, burst, 0)
local waits = {}
for number = 3, #KEYS do
  local key, at = KEYS[number], FIXED + (number - 3) * 4
  local calls, kept, is_group = tonumber(ARGV[at + 1]), tonumber(ARGV[at + 2]), ARGV[at + 3] == '1'
  local free = tonumber(ARGV[at + 4])
  local own, any = 0, 0
  if calls > 0 then
    own = is_group and of_group(key, calls, kept)
      or until_one(level(key, chat_rate, chat_burst, chat_burst), chat_rate, chat_burst, kept)
    any = until_one(left, rate, burst, (burst - 1) * free)
  end
  if own <= 0 and any <= 0 then
    spend(key, calls, is_group)
    left = math.min(burst, left - calls)
  end
  waits[#waits + 1] = math.ceil(own)
  waits[#waits + 1] = math.ceil(any)
end
keep(KEYS[2], left, 60000)
return waits

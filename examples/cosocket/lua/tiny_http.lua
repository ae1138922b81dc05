-- The smallest HTTP client: one GET whose response has a length.

local tiny_http = {}

--- Gets a path. Returns the body, an error, and how often the connection was used before.
function tiny_http.get(host, port, path, pool)
    local sock = ngx.socket.tcp()
    sock:settimeout(5000)
    local ok, err = sock:connect(host, port, { pool = pool })
    if not ok then
        return nil, err
    end
    local reused = sock:getreusedtimes()
    ok, err = sock:send({ "GET ", path, " HTTP/1.1\r\nHost: ", host, "\r\n\r\n" })
    if not ok then
        return nil, err
    end
    local length = 0
    repeat
        local line
        line, err = sock:receive("*l")
        if not line then
            return nil, err
        end
        length = tonumber(line:match("^Content%-Length: (%d+)")) or length
    until line == ""
    local body
    body, err = sock:receive(length)
    if not body then
        return nil, err
    end
    sock:setkeepalive()
    return body, nil, reused
end

return tiny_http

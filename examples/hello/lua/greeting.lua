local greeting = {}

function greeting.to(name)
    return "Good day, " .. name .. "!"
end

return greeting

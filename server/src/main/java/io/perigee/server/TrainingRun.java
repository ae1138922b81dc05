package io.perigee.server;

import io.perigee.server.interpreter.LuaInterpreter;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * The run from which the JVM makes its start-up cache (JEP 514): a server of its own is started in
 * a folder for the purpose, answers some requests, reloads, stops, and a little Lua runs beside it.
 * What is loaded and linked meanwhile is what a start needs.
 */
final class TrainingRun {
  private static final String CONFIGURATION =
      """
      daemon off;
      worker_processes 1;
      error_log logs/error.log notice;
      events { worker_connections 64; }
      http {
        log_format short '$remote_addr "$request" $status $body_bytes_sent';
        access_log logs/access.log short;
        init_by_lua_block { package.loaded.training = { count = 0 } }
        server {
          listen 127.0.0.1:PORT;
          location = / { content_by_lua_block { ngx.say("hello ", ngx.var.uri) } }
          location = /plain { return 200 "plain"; }
          location /api/ {
            set $name "x$arg_a";
            rewrite_by_lua_block { ngx.ctx.started = ngx.now() }
            access_by_lua_block { if ngx.var.arg_a == "0" then return ngx.exit(403) end }
            content_by_lua_block {
              local training = require "training"
              training.count = training.count + 1
              ngx.header["X-Count"] = training.count
              ngx.sleep(0.001)
              ngx.print(("%s %d\\n"):format(ngx.md5(ngx.var.name), #ngx.req.get_headers()))
            }
            header_filter_by_lua_block { ngx.header.content_length = nil }
            body_filter_by_lua_block { ngx.arg[1] = ngx.arg[1]:upper() }
            log_by_lua_block { local _ = ngx.ctx.started }
          }
        }
      }
      """;

  private static final String SCRIPT =
      """
      local t = {}
      for i = 1, 200 do t[#t + 1] = ("%03d"):format(i):gsub("0", "o") end
      table.sort(t)
      local co = coroutine.wrap(function(...) return coroutine.yield(select("#", ...)) end)
      assert(co(1, 2) == 2)
      assert(not pcall(error, setmetatable({}, { __index = t })))
      """;

  private static final List<String> PATHS =
      List.of("/", "/plain", "/api/x?a=1", "/api/y?a=0", "/no");

  private TrainingRun() {}

  static int run() throws IOException, InterruptedException {
    Path folder = Files.createTempDirectory("perigee");
    try {
      int port = freePort();
      Files.createDirectories(folder.resolve("conf"));
      Files.createDirectories(folder.resolve("logs"));
      Files.writeString(
          folder.resolve("conf/nginx.conf"), CONFIGURATION.replace("PORT", String.valueOf(port)));
      Thread client = Thread.ofPlatform().daemon().start(() -> exercise(port));
      CommandLine options = CommandLine.of("-p", folder.toString());
      int status = new ServerCommand(options, Bundle.services(), Bundle.luaBlocks()).run();
      client.join();
      return status + LuaInterpreter.run(new String[] {"-e", SCRIPT}, () -> false);
    } catch (CommandLine.Refused refused) {
      throw new IllegalStateException(refused);
    } finally {
      deleteAll(folder);
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private static void exercise(int port) {
    int self = (int) ProcessHandle.current().pid();
    try {
      awaitServer(port);
      ask(port);
      NativeCalls.kill(self, 1);
      ask(port);
    } catch (IOException failure) {
      System.err.println("training run: " + failure);
    } finally {
      NativeCalls.kill(self, 15);
    }
  }

  private static void awaitServer(int port) throws IOException {
    long deadline = System.nanoTime() + 20_000_000_000L;
    while (true) {
      try {
        new Socket(InetAddress.getLoopbackAddress(), port).close();
        return;
      } catch (IOException notYet) {
        if (System.nanoTime() > deadline) {
          throw notYet;
        }
        Thread.onSpinWait();
      }
    }
  }

  private static void ask(int port) throws IOException {
    for (String path : PATHS) {
      try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
        socket.setSoTimeout(10_000);
        String request =
            "GET " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
        socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
        InputStream input = socket.getInputStream();
        System.out.println(new String(input.readAllBytes(), StandardCharsets.ISO_8859_1));
      }
    }
  }

  private static void deleteAll(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path path : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(path);
      }
    }
  }
}

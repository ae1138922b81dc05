package io.perigee.ngx.thread;

/**
 * The place from which Lua code runs, as {@code ngx.get_phase} names it. The bit values are those
 * that {@code ngx.get_raw_phase} shows.
 */
public enum LuaPhase {
  /** {@code init_by_lua*}: there is no context at all. */
  INIT("init", "init_by_lua*", 0),
  /** {@code set_by_lua*}. */
  SET("set", "set_by_lua*", 0x1),
  /** {@code rewrite_by_lua*}. */
  REWRITE("rewrite", "rewrite_by_lua*", 0x2),
  /** {@code access_by_lua*}. */
  ACCESS("access", "access_by_lua*", 0x4),
  /** {@code content_by_lua*}. */
  CONTENT("content", "content_by_lua*", 0x8),
  /** {@code log_by_lua*}. */
  LOG("log", "log_by_lua*", 0x10),
  /** {@code header_filter_by_lua*}. */
  HEADER_FILTER("header_filter", "header_filter_by_lua*", 0x20),
  /** {@code body_filter_by_lua*}. */
  BODY_FILTER("body_filter", "body_filter_by_lua*", 0x40),
  /** A run of {@code ngx.timer.at} or {@code every}. */
  TIMER("timer", "ngx.timer", 0x80),
  /** {@code init_worker_by_lua*}. */
  INIT_WORKER("init_worker", "init_worker_by_lua*", 0x100),
  /** {@code balancer_by_lua*}. */
  BALANCER("balancer", "balancer_by_lua*", 0x200),
  /** {@code ssl_certificate_by_lua*}. */
  SSL_CERTIFICATE("ssl_cert", "ssl_certificate_by_lua*", 0x400),
  /** {@code ssl_session_store_by_lua*}. */
  SSL_SESSION_STORE("ssl_session_store", "ssl_session_store_by_lua*", 0x800),
  /** {@code ssl_session_fetch_by_lua*}. */
  SSL_SESSION_FETCH("ssl_session_fetch", "ssl_session_fetch_by_lua*", 0x1000),
  /** {@code exit_worker_by_lua*}. */
  EXIT_WORKER("exit_worker", "exit_worker_by_lua*", 0x2000),
  /** {@code ssl_client_hello_by_lua*}. */
  SSL_CLIENT_HELLO("ssl_client_hello", "ssl_client_hello_by_lua*", 0x4000),
  /** {@code server_rewrite_by_lua*}. */
  SERVER_REWRITE("server_rewrite", "server_rewrite_by_lua*", 0x8000),
  /** {@code proxy_ssl_certificate_by_lua*}. */
  PROXY_SSL_CERTIFICATE("proxy_ssl_cert", "proxy_ssl_certificate_by_lua*", 0x10000),
  /** {@code proxy_ssl_verify_by_lua*}. */
  PROXY_SSL_VERIFY("proxy_ssl_verify", "proxy_ssl_verify_by_lua*", 0x20000),
  /** {@code precontent_by_lua*}. */
  PRECONTENT("precontent", "precontent_by_lua*", 0x40000);

  private final String title;
  private final String label;
  private final int bit;

  LuaPhase(String title, String label, int bit) {
    this.title = title;
    this.label = label;
    this.bit = bit;
  }

  /** The name that {@code ngx.get_phase} returns. */
  public String title() {
    return title;
  }

  /** The name used in "API disabled in the context of ...". */
  public String label() {
    return label;
  }

  /** The bit of this phase in a set of phases. */
  public int bit() {
    return bit;
  }

  /** Whether the VM's own coroutine functions run here instead of the scheduler's. */
  public boolean usesOwnCoroutines() {
    return this == INIT || this == HEADER_FILTER || this == BODY_FILTER;
  }
}

package io.perigee.http.upstream;

import io.netty.buffer.ByteBuf;
import io.perigee.core.net.Output;
import io.perigee.http.connection.HttpConnection;
import io.perigee.http.connection.Input;
import io.perigee.http.phase.Outcome;
import io.perigee.http.request.Request;
import java.util.function.Consumer;

/**
 * A connection of which both sides speak another protocol from now on (status 101): bytes go both
 * ways as they come, as fast as the slower side takes them, until one side ends (nginx's {@code
 * ngx_http_upstream_process_upgraded}).
 */
final class Tunnel {
  private final Request r;
  private final HttpConnection client;
  private final PeerConnection peer;
  private final long timeout;
  private final Consumer<Outcome> finished;
  private boolean peerEnded;
  private boolean over;

  Tunnel(Request r, PeerConnection peer, long timeout, Consumer<Outcome> finished) {
    this.r = r;
    this.client = r.connection();
    this.peer = peer;
    this.timeout = timeout;
    this.finished = finished;
  }

  /** Begins with what came behind the head of the response. */
  void start(ReceivedBytes early) {
    client.action("proxying upgraded connection");
    client.output().put(early.bytes(), early.position(), early.end());
    client.flush();
    clientEvent();
    readPeer();
  }

  private void readPeer() {
    if (over || peerEnded) {
      return;
    }
    if (client.hasBufferedOutput()) {
      r.onWritable(this::readPeer);
    } else {
      peer.read(timeout);
    }
  }

  void fromPeer(ByteBuf bytes) {
    byte[] copy = new byte[bytes.readableBytes()];
    bytes.readBytes(copy);
    client.output().put(copy);
    client.flush();
    readPeer();
  }

  void peerEnded() {
    peerEnded = true;
    end();
  }

  /** The client has sent something, or has ended its side. */
  void clientEvent() {
    Input in = client.input();
    Output out = peer.output();
    if (out.pending() == 0 && in.position() < in.end()) {
      out.put(in.bytes(), in.position(), in.end());
      in.use(in.end());
      peer.flush(timeout);
      client.resumeReading();
    }
    if (client.error() || (client.inputEnded() && in.position() == in.end())) {
      end();
    }
  }

  /** The peer has taken what was sent. */
  void peerWritable() {
    clientEvent();
    readPeer();
  }

  private void end() {
    if (!over) {
      over = true;
      finished.accept(Outcome.OK);
    }
  }
}

package io.perigee.core.net;

import io.netty.buffer.ByteBuf;
import java.io.IOException;

/** An owner of a connection that does nothing. */
class Silent implements ClientEvents {
  @Override
  public void opened() {}

  @Override
  public void received(ByteBuf bytes) {}

  @Override
  public void inputEnded() {}

  @Override
  public void inputFailed(IOException cause) {}

  @Override
  public void closed() {}
}

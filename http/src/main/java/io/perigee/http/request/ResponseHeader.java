package io.perigee.http.request;

/**
 * One header field of a response. A field that is not active is kept in the list but not written
 * (nginx's {@code hash == 0}).
 */
public final class ResponseHeader {
  private byte[] name;
  private byte[] value;
  private boolean active = true;

  /** A field that will be written as given. */
  public ResponseHeader(byte[] name, byte[] value) {
    this.name = name;
    this.value = value;
  }

  /** The name as it will be written. */
  public byte[] name() {
    return name;
  }

  /** Changes the written form of the name. */
  public void name(byte[] other) {
    name = other;
  }

  /** The value. */
  public byte[] value() {
    return value;
  }

  /** Changes the value. */
  public void value(byte[] other) {
    value = other;
  }

  /** Whether the field is written. */
  public boolean active() {
    return active;
  }

  /** Switches the field on or off. */
  public void active(boolean on) {
    active = on;
  }
}

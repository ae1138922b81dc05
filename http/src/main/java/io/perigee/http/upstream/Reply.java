package io.perigee.http.upstream;

import io.perigee.core.text.Ascii;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The head of a peer's response (nginx's {@code u->headers_in}), filled in by the protocol. */
public final class Reply {
  /** A field as the peer sent it. */
  public static final class Field {
    private final byte[] name;
    private final byte[] value;
    private final @Nullable ReplyField known;

    Field(byte[] name, byte[] value, @Nullable ReplyField known) {
      this.name = name;
      this.value = value;
      this.known = known;
    }

    /** The name as it was sent; shared, not to be changed. */
    public byte[] name() {
      return name;
    }

    /** The value; shared, not to be changed. */
    public byte[] value() {
      return value;
    }

    @Nullable ReplyField known() {
      return known;
    }
  }

  private final ArrayList<Field> fields = new ArrayList<>();
  private int status;
  private byte @Nullable [] statusLine;
  private long contentLength = -1;
  private boolean chunked;
  private boolean closes;

  Reply() {}

  void clear() {
    fields.clear();
    status = 0;
    statusLine = null;
    contentLength = -1;
    chunked = false;
    closes = false;
  }

  /** The status, 0 while it is not known. */
  public int status() {
    return status;
  }

  /** Sets the status. */
  public void status(int code) {
    status = code;
  }

  /** Status and reason as the peer wrote them, or null. */
  public byte @Nullable [] statusLine() {
    return statusLine;
  }

  /** Sets status and reason as the peer wrote them. */
  public void statusLine(byte[] line) {
    statusLine = line;
  }

  /** The announced length of the body, -1 for none. */
  public long contentLength() {
    return contentLength;
  }

  /** Sets the length of the body. */
  public void contentLength(long length) {
    contentLength = length;
  }

  /** Whether the body comes in chunks. */
  public boolean chunked() {
    return chunked;
  }

  /** Notes that the body comes in chunks. */
  public void chunked(boolean on) {
    chunked = on;
  }

  /** Whether the peer closes the connection after this response. */
  public boolean closes() {
    return closes;
  }

  /** Notes whether the peer closes the connection. */
  public void closes(boolean on) {
    closes = on;
  }

  /** The fields in the order in which they came. */
  public List<Field> fields() {
    return fields;
  }

  /** Adds a field. */
  public void add(byte[] name, byte[] value) {
    fields.add(new Field(name, value, ReplyField.find(name)));
  }

  /** The value of the first field of that kind, or null. */
  public byte @Nullable [] value(ReplyField known) {
    for (int i = 0; i < fields.size(); i++) {
      if (fields.get(i).known() == known) {
        return fields.get(i).value();
      }
    }
    return null;
  }

  /** Whether there is a field of that kind. */
  public boolean has(ReplyField known) {
    return value(known) != null;
  }

  /** All values of a name in the form of variables (underscores), joined by commas; or null. */
  byte @Nullable [] joined(byte[] variable) {
    byte[] joined = null;
    for (int i = 0; i < fields.size(); i++) {
      Field field = fields.get(i);
      if (isNamed(field.name(), variable)) {
        joined =
            joined == null
                ? field.value()
                : Ascii.concat(joined, new byte[] {',', ' '}, field.value());
      }
    }
    return joined;
  }

  private static boolean isNamed(byte[] name, byte[] variable) {
    if (name.length != variable.length) {
      return false;
    }
    for (int i = 0; i < name.length; i++) {
      byte b = Ascii.lower(name[i]);
      if ((b == '-' ? '_' : b) != variable[i]) {
        return false;
      }
    }
    return true;
  }
}

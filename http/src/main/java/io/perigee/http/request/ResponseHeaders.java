package io.perigee.http.request;

import io.perigee.core.text.Ascii;
import io.perigee.core.text.HttpDate;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a response will say before its body (nginx's {@code ngx_http_headers_out_t}): the status,
 * the fields with a place of their own in the written header, and the list of all others in order.
 * {@link #set}, {@link #add} and {@link #remove} by name put each field where it belongs.
 */
public final class ResponseHeaders {
  private static final byte[] CONTENT_TYPE = latin1("content-type");
  private static final byte[] CONTENT_LENGTH = latin1("content-length");
  private static final byte[] ETAG = latin1("etag");
  private static final byte[] WEAK = latin1("W/");
  private static final byte[] LAST_MODIFIED = latin1("last-modified");
  private static final byte[] SERVER = latin1("server");
  private static final byte[] DATE = latin1("date");
  private static final byte[] LOCATION = latin1("location");

  private int status;
  private byte @Nullable [] statusLine;
  private byte @Nullable [] contentType;
  private int contentTypeLength;
  private byte @Nullable [] charset;
  private long contentLength = -1;
  private long lastModifiedTime = -1;
  private @Nullable ResponseHeader server;
  private @Nullable ResponseHeader date;
  private @Nullable ResponseHeader location;
  private @Nullable ResponseHeader lastModified;
  private final ArrayList<ResponseHeader> list = new ArrayList<>();
  private final ArrayList<ResponseHeader> trailers = new ArrayList<>();

  /** An empty header. */
  public ResponseHeaders() {}

  private static byte[] latin1(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  /** The names, in lower case, of the fields that have a place of their own beside the list. */
  public static List<byte[]> fieldNames() {
    return List.of(SERVER, DATE, CONTENT_TYPE, CONTENT_LENGTH, LAST_MODIFIED);
  }

  /** Forgets everything, for another response to the same request. */
  public void clear() {
    status = 0;
    statusLine = null;
    clearContent();
    charset = null;
    server = null;
    date = null;
    location = null;
    list.clear();
    trailers.clear();
  }

  private void clearContent() {
    contentType = null;
    contentTypeLength = 0;
    contentLength = -1;
    lastModifiedTime = -1;
    lastModified = null;
  }

  /** The status, 0 while none is set. */
  public int status() {
    return status;
  }

  /** Sets the status. */
  public void status(int code) {
    status = code;
  }

  /** Status and reason as they shall be written after the version, or null for the usual reason. */
  public byte @Nullable [] statusLine() {
    return statusLine;
  }

  /** Sets the written status and reason. */
  public void statusLine(byte @Nullable [] text) {
    statusLine = text;
  }

  /** The media type, possibly with parameters, or null. */
  public byte @Nullable [] contentType() {
    return contentType;
  }

  /** Sets the media type; {@link #contentTypeLength} is all of it. */
  public void contentType(byte @Nullable [] type) {
    contentType = type;
    contentTypeLength = type == null ? 0 : type.length;
  }

  /** Length of the media type without parameters; equal to all of it if a charset may be added. */
  public int contentTypeLength() {
    return contentTypeLength;
  }

  /** Sets the length of the media type without parameters. */
  public void contentTypeLength(int length) {
    contentTypeLength = length;
  }

  /** The charset to write after the media type, or null. */
  public byte @Nullable [] charset() {
    return charset;
  }

  /** Sets the charset to write after the media type. */
  public void charset(byte @Nullable [] name) {
    charset = name;
  }

  /** The length of the body, -1 while unknown. */
  public long contentLength() {
    return contentLength;
  }

  /** Sets the length of the body, -1 for unknown. */
  public void contentLength(long length) {
    contentLength = length;
  }

  /** Forgets the length of the body, as a filter that changes its size must. */
  public void clearContentLength() {
    contentLength(-1);
  }

  /** Modification time in seconds, -1 for none. */
  public long lastModifiedTime() {
    return lastModifiedTime;
  }

  /** Sets the modification time in seconds, -1 for none. */
  public void lastModifiedTime(long seconds) {
    lastModifiedTime = seconds;
    lastModified = null;
  }

  /** Forgets the modification time. */
  public void clearLastModified() {
    lastModifiedTime(-1);
  }

  /** A Last-Modified text that replaces the time, or null. */
  public @Nullable ResponseHeader lastModified() {
    return lastModified;
  }

  /** A Server field that replaces the usual one, or null. */
  public @Nullable ResponseHeader server() {
    return server;
  }

  /** A Date field that replaces the usual one, or null. */
  public @Nullable ResponseHeader date() {
    return date;
  }

  /** The Location field, or null; it stands in the list as well. */
  public @Nullable ResponseHeader location() {
    return location;
  }

  /** Number of fields in the list, those that are not active included. */
  public int size() {
    return list.size();
  }

  /** The field at a place of the list. */
  public ResponseHeader get(int index) {
    return list.get(index);
  }

  /** The fields of the list; changes show. */
  public List<ResponseHeader> list() {
    return list;
  }

  /** The fields to write after the last chunk. */
  public List<ResponseHeader> trailers() {
    return trailers;
  }

  /** The first active field of that name in the list, or null. */
  public @Nullable ResponseHeader find(byte[] lowercaseName) {
    for (int i = 0; i < list.size(); i++) {
      ResponseHeader field = list.get(i);
      byte[] name = field.name();
      if (field.active() && KnownHeader.sameName(lowercaseName, name, 0, name.length)) {
        return field;
      }
    }
    return null;
  }

  /** The active fields of that name in the list. */
  public List<ResponseHeader> findAll(byte[] lowercaseName) {
    ArrayList<ResponseHeader> found = new ArrayList<>(2);
    for (int i = 0; i < list.size(); i++) {
      ResponseHeader field = list.get(i);
      byte[] name = field.name();
      if (field.active() && KnownHeader.sameName(lowercaseName, name, 0, name.length)) {
        found.add(field);
      }
    }
    return found;
  }

  /** Sets a field so that it is the only one of its name. */
  public void set(byte[] name, byte[] value) {
    if (setSpecial(name, value)) {
      return;
    }
    ResponseHeader kept = null;
    for (int i = 0; i < list.size(); i++) {
      ResponseHeader field = list.get(i);
      if (!field.active() || !sameName(field.name(), name)) {
        continue;
      }
      if (kept == null) {
        kept = field;
        field.name(name);
        field.value(value);
      } else {
        field.active(false);
      }
    }
    if (kept == null) {
      kept = append(name, value);
    }
    noteLocation(kept);
  }

  /** Adds a field, even where one of that name exists; fields that can be only one are replaced. */
  public ResponseHeader add(byte[] name, byte[] value) {
    if (setSpecial(name, value)) {
      return new ResponseHeader(name, value);
    }
    ResponseHeader field = append(name, value);
    noteLocation(field);
    return field;
  }

  /** Appends to the list without a look at the name. */
  public ResponseHeader append(byte[] name, byte[] value) {
    ResponseHeader field = new ResponseHeader(name, value);
    list.add(field);
    return field;
  }

  /**
   * The body is no longer what the ETag field stands for byte by byte: a strong tag becomes a weak
   * one, and what is no tag goes (nginx's {@code ngx_http_weak_etag}).
   */
  public void weakenEtag() {
    ResponseHeader etag = find(ETAG);
    if (etag == null) {
      return;
    }
    byte[] value = etag.value();
    if (value.length > 0 && value[0] == '"') {
      etag.value(Ascii.concat(WEAK, value));
    } else if (value.length < 2 || value[0] != 'W' || value[1] != '/') {
      etag.active(false);
    }
  }

  /** Removes all fields of that name. */
  public void remove(byte[] name) {
    if (is(CONTENT_TYPE, name)) {
      contentType(null);
      charset = null;
    } else if (is(CONTENT_LENGTH, name)) {
      clearContentLength();
    } else if (is(LAST_MODIFIED, name)) {
      clearLastModified();
    } else if (is(SERVER, name)) {
      server = new ResponseHeader(SERVER, name);
      server.active(false);
    } else if (is(DATE, name)) {
      date = new ResponseHeader(DATE, name);
      date.active(false);
    }
    for (int i = 0; i < list.size(); i++) {
      ResponseHeader field = list.get(i);
      if (sameName(field.name(), name)) {
        field.active(false);
      }
    }
    if (is(LOCATION, name)) {
      location = null;
    }
  }

  private boolean setSpecial(byte[] name, byte[] value) {
    if (is(CONTENT_TYPE, name)) {
      splitContentType(value);
    } else if (is(CONTENT_LENGTH, name)) {
      contentLength = RequestHeaders.decimal(value, 0, value.length);
    } else if (is(LAST_MODIFIED, name)) {
      lastModifiedTime = HttpDate.parse(value);
      lastModified = new ResponseHeader(name, value);
    } else if (is(SERVER, name)) {
      server = new ResponseHeader(name, value);
    } else if (is(DATE, name)) {
      date = new ResponseHeader(name, value);
    } else {
      return false;
    }
    return true;
  }

  private void splitContentType(byte[] value) {
    int length = value.length;
    for (int i = 0; i < value.length; i++) {
      if (value[i] == ';') {
        length = i;
        break;
      }
    }
    contentType = value;
    contentTypeLength = length;
    charset = null;
  }

  private void noteLocation(ResponseHeader field) {
    if (is(LOCATION, field.name())) {
      location = field;
    }
  }

  private static boolean is(byte[] lowercase, byte[] name) {
    return KnownHeader.sameName(lowercase, name, 0, name.length);
  }

  private static boolean sameName(byte[] a, byte[] b) {
    if (a.length != b.length) {
      return false;
    }
    if (Arrays.equals(a, b)) {
      return true;
    }
    for (int i = 0; i < a.length; i++) {
      if (KnownHeader.lower(a[i]) != KnownHeader.lower(b[i])) {
        return false;
      }
    }
    return true;
  }
}

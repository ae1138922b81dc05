package io.perigee.http.phase;

import io.perigee.core.text.Ascii;
import io.perigee.core.variable.ComplexValue;
import io.perigee.http.core.CoreSettings;
import io.perigee.http.request.Request;
import io.perigee.http.request.ResponseHeaders;

/** Parts of a response that several content handlers make in the same way. */
public final class Responses {
  private Responses() {}

  /** Sets the media type by the path's extension unless one is set (ngx_http_set_content_type). */
  public static void setContentType(Request r) {
    ResponseHeaders out = r.headersOut();
    if (out.contentType() == null) {
      byte[] known = r.settings().get(CoreSettings.TYPES).find(r.extension());
      out.contentType(known == null ? r.settings().get(CoreSettings.DEFAULT_TYPE) : known);
    }
  }

  /** Sets the entity tag of a file, from its time and size (ngx_http_set_etag). */
  public static void setEtag(Request r) {
    if (!r.settings().get(CoreSettings.ETAG)) {
      return;
    }
    ResponseHeaders out = r.headersOut();
    String tag =
        "\""
            + Long.toHexString(out.lastModifiedTime())
            + "-"
            + Long.toHexString(out.contentLength())
            + "\"";
    out.set(ResponseNames.ETAG, Ascii.latin1(tag));
  }

  /**
   * Sends a status with a text, or a redirect to it for the statuses that redirect (nginx's {@code
   * ngx_http_send_response}); the answer is for {@link Request#finish}.
   */
  public static Outcome send(Request r, int status, ComplexValue<Request> value) {
    Outcome discarded = r.discardBody();
    if (discarded != Outcome.OK) {
      return discarded;
    }
    ResponseHeaders out = r.headersOut();
    out.status(status);
    byte[] text = value.evaluate(r);
    if (status == 301 || status == 302 || status == 303 || status == 307 || status == 308) {
      out.remove(ResponseNames.LOCATION);
      out.set(ResponseNames.LOCATION, text);
      return Outcome.status(status);
    }
    out.contentLength(text.length);
    setContentType(r);
    return SpecialResponse.sendAll(r, text);
  }

  /** Whether a status outcome or an error ends the response after its header was sent. */
  public static boolean endsAfterHeader(Request r, Outcome sent) {
    return sent == Outcome.ERROR || sent.isStatus() || r.headerOnly();
  }
}

package io.perigee.http.variable;

import io.perigee.core.variable.VariableTable;
import io.perigee.http.request.Request;
import io.perigee.http.request.RequestBody;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** {@code $request_body} and {@code $request_body_file}: a body that was read. */
final class BodyVariables {
  private BodyVariables() {}

  static void addTo(VariableTable<Request> table) {
    table.add("request_body", BodyVariables::content);
    table.add("request_body_file", BodyVariables::file);
  }

  private static byte @Nullable [] content(Request r) {
    RequestBody body = r.body();
    if (body == null || body.isEmpty()) {
      return null;
    }
    return body.inMemory();
  }

  private static byte @Nullable [] file(Request r) {
    RequestBody body = r.body();
    if (body == null || body.file() == null) {
      return null;
    }
    return body.file().path().toString().getBytes(StandardCharsets.UTF_8);
  }
}

package io.perigee.server.trace;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * The picture of one run: a lane for each coroutine, a box for each stretch in which it had the
 * processor, with the cause above and the reason for its end below. A stretch is as wide as the
 * logarithm of its time, so that microseconds of running and milliseconds of waiting both show.
 */
final class Timeline {
  private static final int LEFT = 190;
  private static final int TOP = 70;
  private static final int LANE = 74;
  private static final int BOX = 22;
  private static final double LEAST_BOX = 92;
  private static final double LEAST_GAP = 10;

  private final List<TraceEvent> events;
  private final Map<Long, String> lanes = new TreeMap<>();
  private final List<Stretch> stretches = new ArrayList<>();
  private final StringBuilder svg = new StringBuilder(4096);

  /** A coroutine's time on the processor. */
  private record Stretch(long coroutine, long from, long to, String cause, TraceEvent end) {}

  Timeline(List<TraceEvent> events) {
    this.events = events;
  }

  String svg() {
    collect();
    double right = LEFT;
    long before = 0;
    for (Stretch stretch : stretches) {
      right += gap(stretch.from - before);
      right += width(stretch.to - stretch.from);
      before = stretch.to;
    }
    int height = TOP + LANE * lanes.size() + 20;
    open((int) right + 60, height);
    title();
    lanes(right + 30);
    boxes();
    return svg.append("</svg>\n").toString();
  }

  private void collect() {
    TraceEvent running = null;
    for (TraceEvent event : events) {
      if (event.is("new")) {
        lanes.put(event.number("co"), event.number("co") + "  " + event.text("kind"));
      } else if (event.is("run")) {
        running = event;
      } else if (event.is("stop") && running != null) {
        stretches.add(
            new Stretch(
                event.number("co"),
                running.number("us"),
                event.number("us"),
                running.text("cause"),
                event));
        running = null;
      }
    }
  }

  private static double width(long micros) {
    return LEAST_BOX + 6 * Math.log((double) (1 + micros));
  }

  private static double gap(long micros) {
    return LEAST_GAP + (micros > 200 ? 6 * Math.log((double) micros) : 0);
  }

  private void open(int width, int height) {
    svg.append(
        """
        <svg xmlns="http://www.w3.org/2000/svg" width="%d" height="%d" \
        font-family="sans-serif" font-size="10">
        <style>
        .lane { stroke: #d0d0d0 } .box { fill: #4f81bd } .wait { stroke: #999; \
        stroke-dasharray: 3 3 } .head { font-size: 13px; font-weight: bold } \
        .small { fill: #555; font-size: 9px }
        </style>
        <rect width="100%%" height="100%%" fill="white"/>
        """
            .formatted(width, height));
  }

  private void title() {
    TraceEvent first = events.getFirst();
    text(10, 20, "head", first.text("what") + ", " + first.text("phase") + " phase");
    text(
        10, 36, "small", "a box is a stretch on the processor; its width grows with the logarithm");
    text(10, 48, "small", "above: what brought it there; below: why it ended; then time and place");
  }

  private void lanes(double right) {
    int lane = 0;
    for (String name : lanes.values()) {
      int y = middle(lane++);
      text(10, y + 4, "", name);
      line("lane", LEFT, y, right, y);
    }
  }

  private void boxes() {
    List<Long> order = List.copyOf(lanes.keySet());
    double x = LEFT;
    long before = 0;
    for (Stretch s : stretches) {
      double from = x + gap(s.from - before);
      if (s.from - before > 200) {
        line("wait", x, TOP - 8, from, TOP - 8);
        text(x + 2, TOP - 11, "small", time(s.from - before));
      }
      double width = width(s.to - s.from);
      int y = middle(order.indexOf(s.coroutine));
      rectangle(from, y - BOX / 2, width);
      text(from + 2, y - BOX / 2 - 3, "", s.cause);
      text(from + 2, y + BOX / 2 + 11, "", s.end.text("why"));
      text(from + 2, y + BOX / 2 + 22, "small", place(s));
      x = from + width;
      before = s.to;
    }
  }

  private static String place(Stretch s) {
    String at = s.end.text("at");
    String line = at.substring(at.lastIndexOf(':') + 1);
    return time(s.to - s.from) + (at.isEmpty() ? "" : ", line " + line);
  }

  private static String time(long micros) {
    return micros < 1000 ? micros + " us" : String.format(Locale.ROOT, "%.1f ms", micros / 1000.0);
  }

  private static int middle(int lane) {
    return TOP + LANE * lane + LANE / 2;
  }

  private void rectangle(double x, int y, double width) {
    svg.append(
        String.format(
            Locale.ROOT,
            "<rect class=\"box\" x=\"%.0f\" y=\"%d\" width=\"%.0f\" height=\"%d\" rx=\"3\"/>%n",
            x,
            y,
            width,
            BOX));
  }

  private void line(String style, double x, int y, double right, int bottom) {
    svg.append(
        String.format(
            Locale.ROOT,
            "<line class=\"%s\" x1=\"%.0f\" y1=\"%d\" x2=\"%.0f\" y2=\"%d\"/>%n",
            style,
            x,
            y,
            right,
            bottom));
  }

  private void text(double x, int y, String style, String text) {
    String escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    svg.append(
        String.format(
            Locale.ROOT,
            "<text class=\"%s\" x=\"%.0f\" y=\"%d\">%s</text>%n",
            style,
            x,
            y,
            escaped));
  }
}

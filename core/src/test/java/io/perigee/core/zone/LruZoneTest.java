package io.perigee.core.zone;

import static org.assertj.core.api.Assertions.assertThat;

import io.perigee.core.zone.LruZone.Entry;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;

@NullUnmarked // a null where none should be fails the test
class LruZoneTest {
  private final LruZone<String, String> zone = new LruZone<>("z", 12 * 1024);

  private Entry<String, String> insert(String key, long cost) {
    Entry<String, String> entry = zone.insert(key, key, cost);
    assertThat(entry).isNotNull();
    return entry;
  }

  @Test
  void keepsTheOrderOfUse() {
    insert("a", 64);
    insert("b", 64);
    insert("c", 64);

    zone.use("a");

    assertThat(zone.oldest().key()).isEqualTo("b");
    assertThat(zone.newest().key()).isEqualTo("a");
    assertThat(zone.newerThan(zone.oldest()).key()).isEqualTo("c");
    assertThat(zone.olderThan(zone.oldest())).isNull();
  }

  @Test
  void leavesTheOrderAloneWhenOnlyPeeking() {
    insert("a", 64);
    insert("b", 64);

    zone.peek("a");

    assertThat(zone.newest().key()).isEqualTo("b");
  }

  @Test
  void refusesWhatDoesNotFitAndFitsAgainAfterARemoval() {
    Entry<String, String> first = insert("a", 4096);
    insert("b", 4096);

    assertThat(zone.insert("c", "c", 4096)).isNull();
    zone.remove(first);

    assertThat(zone.insert("c", "c", 4096)).isNotNull();
    assertThat(zone.count()).isEqualTo(2);
  }

  @Test
  void givesAPageBackWhenItsLastSmallPieceGoes() {
    long before = zone.freeBytes();
    Entry<String, String> small = insert("a", 100);
    assertThat(zone.freeBytes()).isEqualTo(before - 4096);

    zone.remove(small);

    assertThat(zone.freeBytes()).isEqualTo(before);
  }

  @Test
  void expiresAtItsTime() {
    Entry<String, String> entry = insert("a", 64);
    entry.expires(1000);

    assertThat(entry.expiredAt(999)).isFalse();
    assertThat(entry.expiredAt(1000)).isTrue();
  }
}

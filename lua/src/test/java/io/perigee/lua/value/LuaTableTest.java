package io.perigee.lua.value;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class LuaTableTest {
  private static final LuaString NAME = LuaString.intern("name");

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void behavesLikeAMapWithBorders(long seed) {
    Random random = new Random(seed);
    for (int round = 0; round < 2000; round++) {
      LuaTable table = new LuaTable(random.nextInt(4), random.nextInt(4));
      Map<Object, Object> model = new HashMap<>();
      for (int step = 0; step < 60; step++) {
        Object key = randomKey(random, table);
        Object value = random.nextInt(3) == 0 ? null : (Object) (double) random.nextInt(100);
        if (key instanceof LuaString name && random.nextBoolean()) {
          table.putConstant(LuaString.intern(name), value);
        } else {
          table.put(key, value);
        }
        if (value == null) {
          model.remove(key);
        } else {
          model.put(key, value);
        }
        int n = table.length();
        assertThat(n == 0 || model.containsKey((double) n)).isTrue();
        assertThat(model).doesNotContainKey((double) (n + 1));
      }
      assertThat(contents(table)).isEqualTo(model);
    }
  }

  private static Object randomKey(Random random, LuaTable table) {
    return switch (random.nextInt(4)) {
      case 0 -> LuaString.of("key" + random.nextInt(40));
      case 1 -> (double) (random.nextInt(20) - 2);
      case 2 -> (double) (table.length() + 1);
      default -> random.nextInt(8) == 0 ? 0.5 : (Object) (double) (1 + random.nextInt(8));
    };
  }

  private static Map<Object, Object> contents(LuaTable table) {
    Map<Object, Object> all = new HashMap<>();
    for (int i = table.advance(0); i >= 0; i = table.advance(i + 1)) {
      assertThat(table.nextIndex(table.keyAt(i))).isEqualTo(i + 1);
      assertThat(table.get(table.keyAt(i))).isEqualTo(table.valueAt(i));
      all.put(table.keyAt(i), table.valueAt(i));
    }
    return all;
  }

  @Test
  void fieldsMayBeClearedWhileTraversing() {
    LuaTable table = LuaTable.ofArray(1.0, 2.0, 3.0, 4.0);
    for (int i = 0; i < 100; i++) {
      table.put("key" + i, (double) i);
    }
    int seen = 0;
    for (int i = table.advance(0); i >= 0; i = table.advance(i + 1)) {
      table.put(table.keyAt(i), null);
      seen++;
    }
    assertThat(seen).isEqualTo(104);
    assertThat(table.advance(0)).isEqualTo(-1);
  }

  @Test
  void bordersOfConstructorsWithHolesAreThoseOfLuaJit() {
    assertThat(LuaTable.ofArray(1.0, null, 3.0).length()).isEqualTo(3);
    assertThat(LuaTable.ofArray(1.0, null, 3.0, null).length()).isEqualTo(1);
    assertThat(LuaTable.ofArray(null, null, 3.0).length()).isEqualTo(3);
    LuaTable table = LuaTable.ofArray(1.0, 2.0, 3.0, 4.0);
    table.putInt(2, null);
    assertThat(table.length()).isEqualTo(4);
    table.putInt(4, null);
    assertThat(table.length()).isEqualTo(1);
  }

  @Test
  void keysPutInReverseOrderEndInTheArray() {
    LuaTable table = new LuaTable();
    for (int i = 1000; i >= 1; i--) {
      table.putInt(i, LuaString.EMPTY);
    }
    assertThat(table.length()).isEqualTo(1000);
  }

  @Test
  void insertAndRemoveMoveElements() {
    LuaTable table = LuaTable.ofArray(1.0, 2.0, 3.0, 4.0);
    table.insert(2, LuaString.EMPTY, new SafePoint());
    assertThat(table.getInt(2)).isEqualTo(LuaString.EMPTY);
    assertThat(table.getInt(5)).isEqualTo(4.0);
    assertThat(table.remove(1)).isEqualTo(1.0);
    assertThat(table.length()).isEqualTo(4);
    assertThat(table.getInt(2)).isEqualTo(2.0);
  }

  @Test
  void recordsWithTheSameNamesShareAShape() {
    LuaTable a = new LuaTable();
    LuaTable b = new LuaTable();
    a.putConstant(NAME, 1.0);
    b.putConstant(NAME, 2.0);
    assertThat(a.shape()).isSameAs(b.shape());
    LuaTable metatable = new LuaTable();
    a.metatable(metatable);
    assertThat(a.shape()).isNotSameAs(b.shape());
    assertThat(a.metatable()).isSameAs(metatable);
    b.metatable(metatable);
    assertThat(a.shape()).isSameAs(b.shape());
    assertThat(b.get(NAME)).isEqualTo(2.0);
  }

  @Test
  void numberCellsNeverShow() {
    LuaTable table = new LuaTable();
    table.putConstant(NAME, 1.0);
    int slot = table.slotOf(NAME);
    table.cell(slot, 5);
    assertThat(table.get(NAME)).isEqualTo(5.0);
    assertThat(table.slot(slot)).isEqualTo(5.0);
    assertThat(table.valueAt(table.advance(0))).isEqualTo(5.0);
    table.put(LuaString.of("computed"), true);
    assertThat(table.get((Object) LuaString.of("name"))).isEqualTo(5.0);
  }

  @Test
  void recordsMadeAfterANumberWasChangedInPlaceHaveACellForIt() {
    Shape shape = Shape.of("cells.x", "cells.y");
    LuaTable first = LuaTable.ofRecord(shape, new Object[] {1.0, 2.0});
    first.cell(0, 5);

    LuaTable later = LuaTable.ofRecord(shape, new Object[] {1.0, 2.0});
    assertThat(later.isCell(0)).isTrue();
    assertThat(later.isCell(1)).isFalse();
    assertThat(later.slot(0)).isEqualTo(1.0);

    LuaTable grown = new LuaTable();
    grown.putConstant(LuaString.intern("cells.x"), 3.0);
    assertThat(grown.isCell(0)).isTrue();
    LuaTable other = LuaTable.ofRecord(shape, new Object[] {true, 2.0});
    assertThat(other.slot(0)).isEqualTo(true);
  }

  @Test
  void whatIsLearnedOfObjectsHoldsForTheirConstructors() {
    Shape shape = Shape.of("objects.x");
    LuaTable object = LuaTable.ofRecord(shape, new Object[] {1.0});
    object.metatable(new LuaTable());
    object.cell(0, 2);

    LuaTable later = LuaTable.ofRecord(shape, new Object[] {1.0});
    assertThat(later.isCell(0)).isTrue();
  }

  @Test
  void aCellRemainsOneWhileItGetsNumbers() {
    LuaTable table = LuaTable.ofRecord(Shape.of("kept.x"), new Object[] {1.0});
    table.cell(0, 2);
    LuaString name = LuaString.intern("kept.x");

    table.put(name, 3.0);
    assertThat(table.isCell(0)).isTrue();
    assertThat(table.get(name)).isEqualTo(3.0);
    table.slot(0, 4.0);
    assertThat(table.isCell(0)).isTrue();
    table.put(name, "text");
    assertThat(table.get(name)).isEqualTo("text");
    table.put(name, null);
    assertThat(table.get(name)).isNull();
  }

  @Test
  void absenceOfMetamethodsIsForgottenOnWrite() {
    LuaTable metatable = new LuaTable();
    assertThat(Metamethod.INDEX.of(metatable)).isNull();
    metatable.put("__index", metatable);
    assertThat(Metamethod.INDEX.of(metatable)).isSameAs(metatable);
    metatable.put("__index", null);
    assertThat(Metamethod.INDEX.of(metatable)).isNull();
  }

  @Test
  void nilAndNanAreNoKeys() {
    LuaTable table = new LuaTable();
    assertThatThrownBy(() -> table.put((Object) null, 1.0)).hasMessage("table index is nil");
    assertThatThrownBy(() -> table.put(Double.NaN, 1.0)).hasMessage("table index is NaN");
    assertThatThrownBy(() -> table.nextIndex(NAME)).hasMessage("invalid key to 'next'");
  }

  @Test
  void weakKeysGoWhenNobodyElseHoldsThem() {
    LuaTable mode = new LuaTable();
    mode.put("__mode", LuaString.of("k"));
    LuaTable table = new LuaTable();
    table.metatable(mode);
    LuaTable kept = new LuaTable();
    table.put(kept, 1.0);
    table.put(new LuaTable(), 2.0);
    table.put("text", 3.0);
    for (int i = 0; i < 20 && contents(table).size() > 2; i++) {
      System.gc();
    }
    assertThat(contents(table)).hasSize(2).containsEntry(kept, 1.0);
  }
}

package io.perigee.server.interpreter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.perigee.server.interpreter.InterpreterOptions.Step;
import org.junit.jupiter.api.Test;

class InterpreterOptionsTest {
  @Test
  void stepsKeepTheirOrderAndTheScriptEndsTheOptions() throws InterpreterOptions.Usage {
    InterpreterOptions options =
        InterpreterOptions.of("-e", "a = 1", "-lfoo", "script.lua", "-e", "x");
    assertThat(options.steps()).containsExactly(new Step.Execute("a = 1"), new Step.Require("foo"));
    assertThat(options.script()).isEqualTo("script.lua");
    assertThat(options.scriptIndex()).isEqualTo(3);
  }

  @Test
  void aDashAloneIsTheScriptOfStandardInput() throws InterpreterOptions.Usage {
    assertThat(InterpreterOptions.of("-", "x").script()).isEqualTo("-");
  }

  @Test
  void optionsOfTheOtherCompilerAreAccepted() throws InterpreterOptions.Usage {
    assertThat(InterpreterOptions.of("-joff", "-O3", "x.lua").script()).isEqualTo("x.lua");
  }

  @Test
  void whatNobodyKnowsCallsForTheUsageText() {
    assertThatThrownBy(() -> InterpreterOptions.of("-q"))
        .isInstanceOf(InterpreterOptions.Usage.class);
    assertThatThrownBy(() -> InterpreterOptions.of("-e"))
        .isInstanceOf(InterpreterOptions.Usage.class);
  }
}

package io.perigee.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class SignalsTest {
  @Test
  void sigquitOfAnotherProcessArrivesAsAnOrderToQuit() throws InterruptedException {
    assumeThat(QuitSignal.isKnownMachine()).isTrue();
    BlockingQueue<Signals.Arrival> arrivals = new LinkedBlockingQueue<>();
    Signals.install(arrivals::add);
    assertThat(QuitSignal.install()).isNull();

    int self = (int) ProcessHandle.current().pid();
    assertThat(NativeCalls.kill(self, QuitSignal.signalNumber())).isZero();

    Signals.Arrival arrival = arrivals.poll(10, TimeUnit.SECONDS);
    assertThat(arrival).isEqualTo(new Signals.Arrival(Signals.Order.QUIT, "3 (SIGQUIT)"));
    assertThat(arrival.notice()).isEqualTo("signal 3 (SIGQUIT) received, shutting down");
  }

  @Test
  void signalsThatMeanNothingToAServerDoNotEndIt() throws InterruptedException {
    BlockingQueue<Signals.Arrival> arrivals = new LinkedBlockingQueue<>();
    Signals.install(arrivals::add);

    int self = (int) ProcessHandle.current().pid();
    int alarm = 14;
    int io = 29;
    int windowChange = 28;
    assertThat(NativeCalls.kill(self, alarm)).isZero();
    assertThat(NativeCalls.kill(self, io)).isZero();
    assertThat(NativeCalls.kill(self, windowChange)).isZero();

    assertThat(arrivals.poll(10, TimeUnit.SECONDS))
        .extracting(Signals.Arrival::order)
        .isEqualTo(Signals.Order.STOP_WORKERS);
    assertThat(arrivals).isEmpty();
  }
}

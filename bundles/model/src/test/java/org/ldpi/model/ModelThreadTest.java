package org.ldpi.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class ModelThreadTest {
    private final List<String> done = new CopyOnWriteArrayList<>();

    @Test
    void whatIsToBeClosedGoesBeforeTheTasksThatWait() throws Exception {
        try (ModelThread thread = new ModelThread()) {
            CountDownLatch mayEnd = new CountDownLatch(1);
            thread.later(() -> await(mayEnd));
            thread.later(() -> done.add("load"));
            thread.close(() -> done.add("close"));
            thread.close(() -> done.add("close too"));
            mayEnd.countDown();
            thread.call(() -> done.add("last"));
        }
        assertEquals(List.of("close", "close too", "load", "last"), done);
    }

    @Test
    void whoeverHandsOverDoesNotCloseUntilTheThreadHasEnded() throws Exception {
        AtomicReference<Thread> closer = new AtomicReference<>();
        ModelThread thread = new ModelThread();
        thread.close(() -> closer.set(Thread.currentThread()));
        Thread models = thread.call(Thread::currentThread);
        assertSame(models, closer.get());
        assertNotSame(models, Thread.currentThread());

        thread.close();
        thread.close(() -> closer.set(Thread.currentThread()));
        assertSame(Thread.currentThread(), closer.get());
    }

    @Test
    void whatCannotBeClosedKeepsNobodyBehindItWaiting() throws Exception {
        try (ModelThread thread = new ModelThread()) {
            thread.close(() -> {
                throw new IllegalStateException("a test");
            });
            thread.close(() -> done.add("close"));
            assertEquals("called", thread.call(() -> "called"));
        }
        assertEquals(List.of("close"), done);
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}

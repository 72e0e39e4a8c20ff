package org.ldpi.shell.karaf;

import java.io.IOException;
import java.io.UncheckedIOException;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.jline.terminal.Attributes;
import org.jline.terminal.Terminal;
import org.ldpi.shell.command.CommandFailure;
import org.ldpi.shell.command.LdpiCommands;
import org.ldpi.shell.command.TopCommand;

/** {@code ldpi:top} */
@Service
@Command(
        scope = LdpiAction.SCOPE,
        name = "top",
        description = "Rates, talkers and scores, again and again; q or Ctrl-C ends it")
public final class TopAction extends LdpiAction {
    private static final int QUIT = 'q';
    private static final int END = -1;

    @Option(name = "-s", description = "Seconds between two looks")
    private int seconds = TopCommand.DEFAULT_SECONDS;

    @Option(
            name = "-n",
            description = "How many looks, then it ends; 0 until q or Ctrl-C; 1 where there is no terminal")
    private int rounds = -1;

    @Override
    void run(LdpiCommands ldpi) throws CommandFailure, InterruptedException {
        boolean interactive =
                session().getTerminal() instanceof Terminal terminal && !Terminal.TYPE_DUMB.equals(terminal.getType());
        if (interactive) {
            watch(ldpi, (Terminal) session().getTerminal());
        } else {
            ldpi.top(
                    seconds,
                    rounds < 0 ? 1 : rounds,
                    false,
                    TopAction::sleep,
                    session().getConsole());
        }
    }

    private static boolean sleep(long millis) throws InterruptedException {
        Thread.sleep(millis);
        return true;
    }

    /** Keys come one by one, without the line's end, while this runs. */
    private void watch(LdpiCommands ldpi, Terminal terminal) throws CommandFailure, InterruptedException {
        Attributes before = terminal.enterRawMode();
        try {
            ldpi.top(
                    seconds,
                    Math.max(0, rounds),
                    true,
                    millis -> keysFor(terminal, millis),
                    session().getConsole());
        } finally {
            terminal.setAttributes(before);
        }
    }

    private static boolean keysFor(Terminal terminal, long millis) throws InterruptedException {
        long end = System.nanoTime() + millis * 1_000_000;
        try {
            for (long left = millis; left > 0; left = (end - System.nanoTime()) / 1_000_000) {
                int key = terminal.reader().read(left);
                if (key == QUIT || key == END) {
                    return false;
                }
                if (Thread.interrupted()) {
                    throw new InterruptedException("Ctrl-C");
                }
            }
            return true;
        } catch (java.io.InterruptedIOException e) {
            throw new InterruptedException("Ctrl-C");
        } catch (IOException e) {
            throw new UncheckedIOException("the terminal is gone", e);
        }
    }
}

package org.ldpi.sensor;

import java.util.Objects;
import org.ldpi.api.detector.Detector;
import org.ldpi.api.flow.Direction;
import org.ldpi.api.flow.FlowHead;
import org.ldpi.api.flow.FlowShare;
import org.ldpi.api.flow.FlowTable;
import org.ldpi.api.model.ModelSignature;
import org.ldpi.api.packet.CapturedPacket;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The flow table of a shadow that takes other samples than the active model: a second one beside the active model's, fed
 * with the same packets. Its heads never wait for the detector and are in no counter of the sensor. There is none while
 * there is no such shadow. Used by the thread of the source.
 *
 * <p>A flow begins in it where it begins for the active model, so that flows that were under way when the shadow came are
 * none of its own. Where the active model takes both directions for one flow and the shadow for two, that cannot be told of
 * the second, and every packet of an unknown flow begins one.
 */
final class ShadowTable {
    private static final Logger LOG = LoggerFactory.getLogger(ShadowTable.class);

    private final SensorParts parts;
    private final String capture;
    private final FlowShare share;
    private TableSetup setup;
    private FlowTable table;
    private boolean beginsAlone;

    /** @param share the flows that are kept */
    ShadowTable(SensorParts parts, String capture, FlowShare share) {
        this.parts = parts;
        this.capture = capture;
        this.share = share;
    }

    /** Makes a table where there is a shadow now that needs one, and ends that of one that is gone. */
    void renew(TableSetup active) {
        TableSetup wanted = parts.shadowSetup();
        if (!Objects.equals(wanted, setup)) {
            close();
            setup = wanted;
            if (wanted != null) {
                table = create(wanted);
            }
        }
        beginsAlone = setup != null
                && active.signature().direction() == Direction.TWO_WAY
                && setup.signature().direction() == Direction.ONE_WAY;
    }

    private FlowTable create(TableSetup wanted) {
        ModelSignature signature = wanted.signature();
        try {
            FlowTable made =
                    wanted.factory().create(wanted.options(share), wanted.quantizer(), head -> onHead(head, signature));
            made.capture(capture);
            LOG.info("{}: samples are made as {} for the shadow", capture, signature);
            return made;
        } catch (OutOfMemoryError e) {
            LOG.warn("{}: no memory for the shadow's flow table; it is not compared", capture, e);
            return null;
        }
    }

    private void onHead(FlowHead head, ModelSignature signature) {
        Detector detector = parts.detector();
        if (detector != null) {
            detector.offerShadow(head, signature);
        }
    }

    boolean isOpen() {
        return table != null;
    }

    /** @param begins whether the packet began a flow of the active model's */
    void onPacket(CapturedPacket packet, boolean begins) {
        if (!table.onKnownFlow(packet) && (begins || beginsAlone)) {
            table.onPacket(packet);
        }
    }

    void advanceTo(long nanos) {
        if (table != null) {
            table.advanceTo(nanos);
        }
    }

    /** Closes the open heads; those go to the shadow if it is still there. */
    void close() {
        if (table != null) {
            table.closeAll();
            table = null;
        }
        setup = null;
    }
}

package org.ldpi.training.data;

import java.net.InetAddress;
import org.ldpi.api.flow.FlowKey;
import org.ldpi.api.model.NormalFlow;
import org.ldpi.training.data.LabelledFlows.LabelledFlow;

/** A flow that a test says all of. */
@SuppressWarnings("ArrayRecordComponent") // compared by nobody
public record KnownFlow(byte[] sample, int packets, Truth truth, String label, NormalFlow origin)
        implements LabelledFlow {
    /** One that was seen nowhere in particular. */
    public static KnownFlow of(byte[] sample, int packets, Truth truth, String label) {
        InetAddress here = InetAddress.getLoopbackAddress();
        FlowKey key = new FlowKey(here, 1, here, 2, 6, 0);
        return new KnownFlow(sample, packets, truth, label, new NormalFlow("made.pcap", key, sample[0]));
    }
}

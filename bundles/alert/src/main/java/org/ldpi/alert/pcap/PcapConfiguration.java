package org.ldpi.alert.pcap;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** Configuration of the capture files of alerts. A change of the ring forgets the packets in it. */
@ObjectClassDefinition(
        name = "LDPI alerts as capture files",
        description = "The head of each alerted flow as a pcap file, its packets as they were captured")
@interface PcapConfiguration {
    @AttributeDefinition(
            name = "Enabled",
            description =
                    "Whether packets of heads are kept in memory, and written for each alert; they hold what people sent")
    boolean enabled() default false;

    @AttributeDefinition(name = "Folder", description = "Where the files are; made where it is not there")
    String folder() default PcapOptions.DEFAULT_FOLDER;

    @AttributeDefinition(
            name = "MiB",
            description = "The most MiB of all files, 1 to 1048576; the oldest are deleted and counted")
    int mib() default PcapOptions.DEFAULT_MIB;

    @AttributeDefinition(
            name = "Files",
            description = "The most files, 1 to 1048576; the oldest are deleted and counted")
    int files() default PcapOptions.DEFAULT_FILES;

    @AttributeDefinition(
            name = "Ring",
            description =
                    "MiB of memory for packets until their flows are judged, 1 to 1024; the oldest are overwritten")
    int ring_mib() default PcapOptions.DEFAULT_RING_MIB;

    @AttributeDefinition(name = "Snap length", description = "Bytes kept of each packet, 64 to 65536")
    int snaplen() default PcapOptions.DEFAULT_SNAP_LENGTH;
}

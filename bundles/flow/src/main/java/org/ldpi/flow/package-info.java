/** From captured packets to flow heads: decoding, and the flow table. */
package org.ldpi.flow;

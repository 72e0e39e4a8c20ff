/** The blocklist: addresses that are blocked for a time. */
package org.ldpi.alert.blocklist;

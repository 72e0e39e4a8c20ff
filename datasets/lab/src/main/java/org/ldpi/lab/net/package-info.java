/** Network namespaces, links and programs of the system. */
package org.ldpi.lab.net;

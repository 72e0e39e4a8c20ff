package org.ldpi.lab.server;

import java.nio.file.Path;
import java.util.List;
import org.ldpi.lab.LabException;

/** Servers of mail. */
final class MailServers {
    static final List<ServerProgram> ALL = List.of(
            ServerProgram.tcp("postfix", "smtp", MailServers::postfix),
            ServerProgram.tcp("dovecot", "imap", MailServers::dovecot));

    private MailServers() {}

    /** Takes mail for everybody of the lab's zone and throws it away. */
    private static List<List<String>> postfix(Place place) throws LabException {
        Path config = place.folder("etc");
        Path data = place.folder("data");
        place.file(
                "etc/main.cf",
                "compatibility_level = 3.6\nqueue_directory = " + place.folder("queue") + "\ndata_directory = " + data
                        + "\ncommand_directory = /usr/sbin\ndaemon_directory = /usr/lib/postfix/sbin\n"
                        + "mail_owner = postfix\nsetgid_group = postdrop\ninet_interfaces = all\nmyhostname = "
                        + place.host().name() + "." + place.plan().site().zone() + "\nmydestination = "
                        + place.plan().site().zone() + "\nlocal_recipient_maps =\nlocal_transport = discard:\n"
                        + "smtpd_peername_lookup = no\nsmtpd_tls_security_level = may\nsmtpd_tls_cert_file = "
                        + place.lab().resolve("keys/tls.crt") + "\nsmtpd_tls_key_file = "
                        + place.lab().resolve("keys/tls.key") + "\nalias_maps =\nmaillog_file = " + place.folder()
                        + "/mail.log\nmaillog_file_prefixes = " + place.lab() + "\n");
        place.file(
                "etc/master.cf",
                place.port() + " inet n - n - - smtpd\npickup unix n - n 60 1 pickup\ncleanup unix n - n - 0 cleanup\n"
                        + "qmgr unix n - n 300 1 qmgr\ntlsmgr unix - - n 1000? 1 tlsmgr\n"
                        + "rewrite unix - - n - - trivial-rewrite\nbounce unix - - n - 0 bounce\n"
                        + "defer unix - - n - 0 bounce\ntrace unix - - n - 0 bounce\nverify unix - - n - 1 verify\n"
                        + "flush unix n - n 1000? 0 flush\nproxymap unix - - n - - proxymap\n"
                        + "showq unix n - n - - showq\nerror unix - - n - - error\nretry unix - - n - - error\n"
                        + "discard unix - - n - - discard\nanvil unix - - n - 1 anvil\nscache unix - - n - 1 scache\n"
                        + "postlog unix-dgram n - n - 1 postlogd\n");
        String start = "chown postfix " + data + "; exec postfix -c " + config + " start-fg";
        return List.of(List.of("sh", "-c", start));
    }

    private static List<List<String>> dovecot(Place place) throws LabException {
        String config = "base_dir = " + place.folder("run") + "\nstate_dir = " + place.folder("state")
                + "\nlog_path = /dev/stderr\nprotocols = imap\nlisten = *, ::\nssl = yes\nssl_cert = <"
                + place.lab().resolve("keys/tls.crt") + "\nssl_key = <"
                + place.lab().resolve("keys/tls.key")
                + "\ndisable_plaintext_auth = no\nmail_location = maildir:"
                + place.lab().resolve("mail")
                + "/%n\nfirst_valid_uid = 8\nmail_fsync = never\npassdb {\n  driver = static\n  args = password="
                + place.plan().site().password()
                + "\n}\nuserdb {\n  driver = static\n  args = uid=mail gid=mail home="
                + place.lab().resolve("mail")
                + "/%n\n}\nservice imap-login {\n  inet_listener imap {\n    port = " + place.port()
                + "\n  }\n  inet_listener imaps {\n    port = 0\n  }\n}\n";
        return List.of(List.of("dovecot", "-F", "-c", place.file("config", config)));
    }
}

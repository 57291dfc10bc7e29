import ArgumentParser
import ServiceSupport

/// The settings of the front about attachments, as flags.
struct AttachmentFlags: ParsableArguments {
    /// `attachments.max-size`.
    @Option(name: .customLong("attachments-max-size"), help: "The greatest size of one attachment (100MiB).")
    var maximumSize: String?

    /// `attachments.max-per-resource`.
    @Option(name: .customLong("attachments-max-per-resource"), help: "The most attachments of one event (100).")
    var maximumPerResource: String?

    /// `attachments.download`.
    @Option(
        name: .customLong("attachments-download"),
        help: "How downloads are answered: redirect or stream (redirect)."
    )
    var download: String?

    /// `attachments.recurrence`.
    @Option(
        name: .customLong("attachments-recurrence"),
        help: "Whether single instances of an event can have attachments: on or off (on)."
    )
    var recurrence: String?

    /// `attachments.server-url`.
    @Option(
        name: .customLong("attachments-server-url"),
        help: "What clients may put in the place of a link's host: a URL, same-host or none (same-host)."
    )
    var serverURL: String?

    /// `attachments.url-lifetime`.
    @Option(name: .customLong("attachments-url-lifetime"), help: "How long a signed URL is good, in seconds (600).")
    var lifetime: String?

    /// `attachments.grace`.
    @Option(name: .customLong("attachments-grace"), help: "How long removed attachments are kept (24h).")
    var grace: String?

    /// `attachments.processing`.
    @Option(
        name: .customLong("attachments-processing"),
        help: "After how long without an answer to an upload the client is sent 102 Processing, such as 20s (off)."
    )
    var processing: String?

    /// `attachments.upload`.
    @Option(
        name: .customLong("attachments-upload"),
        help: "The way of new attachments: stream through the front, or redirect to the node (stream)."
    )
    var upload: String?

    /// `attachments.redirect-from`.
    @Option(
        name: .customLong("attachments-redirect-from"),
        help: "The declared size from which on an upload is redirected (8MiB)."
    )
    var redirectFrom: String?

    /// `attachments.inline-from`.
    @Option(
        name: .customLong("attachments-inline-from"),
        help: "The size from which on inline files of a PUT become managed attachments, such as 64KiB (off)."
    )
    var inlineFrom: String?

    /// The values by their keys, nil for those that were not given.
    var values: [(SettingKey, String?)] {
        [
            ("attachments.max-size", maximumSize), ("attachments.max-per-resource", maximumPerResource),
            ("attachments.recurrence", recurrence), ("attachments.download", download),
            ("attachments.server-url", serverURL), ("attachments.url-lifetime", lifetime),
            ("attachments.grace", grace), ("attachments.processing", processing), ("attachments.upload", upload),
            ("attachments.redirect-from", redirectFrom), ("attachments.inline-from", inlineFrom),
        ]
    }
}

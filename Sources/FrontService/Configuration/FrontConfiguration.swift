package import BlobAPI
package import ServiceSupport
package import SQLDatabase

/// Everything that an operator decides about a front.
package struct FrontConfiguration: Sendable {
    /// The base URL by which clients reach the front, without a path; ATTACH values are built from it.
    package var publicURL: ServiceURL

    /// The metadata database.
    package var databaseURL: DatabaseURL

    /// Where clients connect.
    package var publicAddress: ListenAddress

    /// Where blob nodes connect; never public.
    package var internalAddress: ListenAddress

    /// The proxies whose word about a client's address is taken.
    package var trustedProxies: [AddressRange]

    /// Whether each node is shown a secret of its own.
    package var secretScope: SecretScope

    /// What the public listener shows to clients that speak TLS, or nil when TLS ends at a proxy.
    package var tls: TLSIdentity?

    /// What is taken as a proof of who a user is.
    package var access: AccessConfiguration

    /// What is decided about managed attachments.
    package var attachments: AttachmentConfiguration

    /// What is decided about looking for malware in attachments, or nil where nothing does.
    package var scan: ScanConfiguration?

    /// Whether there are pages for people.
    package var pagesEnabled: Bool

    /// The bytes of managed attachments that one calendar home may have.
    package var quotaBytes: UInt64

    /// The bytes of calendar data that one calendar home may have.
    package var calendarQuotaBytes: UInt64

    /// What is decided about how much requests may take at a time.
    package var requests: RequestConfiguration

    /// The greatest number of octets in a calendar object resource (`CALDAV:max-resource-size`).
    package var maximumResourceSize: Int

    /// Makes a configuration whose other values are the defaults.
    package init(publicURL: ServiceURL, databaseURL: DatabaseURL) {
        self.publicURL = publicURL
        self.databaseURL = databaseURL
        publicAddress = .loopback(8080)
        internalAddress = .loopback(9080)
        trustedProxies = []
        secretScope = .node
        access = AccessConfiguration()
        attachments = AttachmentConfiguration()
        pagesEnabled = true
        quotaBytes = 1 << 30
        calendarQuotaBytes = 1 << 30
        requests = RequestConfiguration()
        maximumResourceSize = 10 << 20
    }
}

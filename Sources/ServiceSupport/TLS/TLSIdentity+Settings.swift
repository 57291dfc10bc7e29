import SystemPackage

extension TLSIdentity {
    /// The key of the certificate file, `public.tls.certificate-file`.
    package static let certificateKey: SettingKey = "public.tls.certificate-file"

    /// The key of the key file, `public.tls.key-file`.
    package static let keyKey: SettingKey = "public.tls.key-file"

    /// Loads the files that the settings name, or returns nil when they name none: then TLS ends elsewhere.
    ///
    /// - Throws: `SettingError` when one of the two is missing, or the files cannot be used.
    package static func load(_ settings: Settings) throws(SettingError) -> TLSIdentity? {
        let (certificates, key) = (try settings.path(certificateKey), try settings.path(keyKey))
        guard certificates != nil || key != nil else { return nil }
        let files = TLSFiles(
            certificates: try settings.required(certificates, certificateKey, allowed: "the path of a PEM file"),
            key: try settings.required(key, keyKey, allowed: "the path of a PEM file")
        )
        let offersHTTP2 = try settings.boolean("public.tls.http2") ?? true
        do throws(TLSError) {
            return try TLSIdentity(files, offersHTTP2: offersHTTP2)
        } catch {
            throw refusal(error, files)
        }
    }

    private static func refusal(_ error: TLSError, _ files: TLSFiles) -> SettingError {
        let isAboutKey =
            switch error {
            case .unreadable(let path), .noCertificate(let path), .noKey(let path): path == files.key
            case .mismatch: true
            }
        return .namedFile(
            isAboutKey ? keyKey : certificateKey,
            path: (isAboutKey ? files.key : files.certificates).string,
            reason: SettingError.sentenceBody(error.description)
        )
    }
}

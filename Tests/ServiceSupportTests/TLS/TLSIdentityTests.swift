import CertificateTesting
import FoundationEssentials
import SystemPackage
import Testing

@testable import ServiceSupport

@Suite struct TLSIdentityTests {
    private let directory: FilePath
    private let files: TLSFiles

    init() throws {
        directory = FilePath(FileManager.default.temporaryDirectory.path).appending("tls-\(UUID())")
        try FileManager.default.createDirectory(atPath: directory.string, withIntermediateDirectories: true)
        files = TLSFiles(certificates: directory.appending("cert.pem"), key: directory.appending("key.pem"))
    }

    private func write(_ certificate: String, _ key: String) throws {
        try Data(certificate.utf8).write(to: URL(filePath: files.certificates.string))
        try Data(key.utf8).write(to: URL(filePath: files.key.string))
    }

    private func removeDirectory() { try? FileManager.default.removeItem(atPath: directory.string) }

    @Test func `a certificate and its key are loaded`() throws {
        defer { removeDirectory() }
        try write(SampleCertificates.certificate, SampleCertificates.key)
        let identity = try TLSIdentity(files)
        #expect(try !identity.reload())
    }

    @Test func `a key of another certificate is refused with both files named`() throws {
        defer { removeDirectory() }
        try write(SampleCertificates.certificate, SampleCertificates.otherKey)
        let expected = TLSError.mismatch(certificates: files.certificates, key: files.key)
        #expect(throws: expected) { try TLSIdentity(files) }
        #expect(expected.description.contains(files.key.string))
        #expect(expected.description.contains(files.certificates.string))
    }

    @Test func `files that are absent or hold something else are named`() throws {
        defer { removeDirectory() }
        #expect(throws: TLSError.unreadable(files.certificates)) { try TLSIdentity(files) }
        try write("nothing", SampleCertificates.key)
        #expect(throws: TLSError.noCertificate(files.certificates)) { try TLSIdentity(files) }
        try write(SampleCertificates.certificate, SampleCertificates.certificate)
        #expect(throws: TLSError.noKey(files.key)) { try TLSIdentity(files) }
    }

    @Test func `a renewed pair takes the place of the former one`() throws {
        defer { removeDirectory() }
        try write(SampleCertificates.certificate, SampleCertificates.key)
        let identity = try TLSIdentity(files)
        let former = identity.context
        try write(SampleCertificates.otherCertificate, SampleCertificates.otherKey)
        #expect(try identity.reload())
        #expect(identity.context !== former)
    }

    @Test func `half a renewal leaves the former pair in place`() throws {
        defer { removeDirectory() }
        try write(SampleCertificates.certificate, SampleCertificates.key)
        let identity = try TLSIdentity(files)
        let former = identity.context
        try write(SampleCertificates.otherCertificate, SampleCertificates.key)
        #expect(throws: TLSError.self) { try identity.reload() }
        #expect(identity.context === former)
    }

    @Test func `HTTP 2 is offered unless a setting says otherwise`() async throws {
        defer { removeDirectory() }
        try write(SampleCertificates.certificate, SampleCertificates.key)
        var values: [SettingKey: String] = [
            TLSIdentity.certificateKey: files.certificates.string, TLSIdentity.keyKey: files.key.string,
        ]
        #expect(try TLSIdentity.load(Settings(values))?.offersHTTP2 == true)
        values["public.tls.http2"] = "false"
        #expect(try TLSIdentity.load(Settings(values))?.offersHTTP2 == false)
        values["public.tls.http2"] = "perhaps"
        #expect(throws: SettingError.self) { try TLSIdentity.load(Settings(values)) }
    }

    @Test func `settings name both files or none`() async throws {
        defer { removeDirectory() }
        try write(SampleCertificates.certificate, SampleCertificates.otherKey)
        let certificate = [TLSIdentity.certificateKey: files.certificates.string]
        let none = try await Settings.load(flags: [:], environment: [:], file: nil)
        #expect(try TLSIdentity.load(none) == nil)
        let half = try await Settings.load(flags: certificate, environment: [:], file: nil)
        #expect(throws: SettingError.missing(TLSIdentity.keyKey, allowed: "the path of a PEM file")) {
            try TLSIdentity.load(half)
        }
        let both = certificate.merging([TLSIdentity.keyKey: files.key.string]) { first, _ in first }
        let wrong = try await Settings.load(flags: both, environment: [:], file: nil)
        let error = #expect(throws: SettingError.self) { try TLSIdentity.load(wrong) }
        #expect(error?.description.contains("public.tls.key-file") == true)
    }
}

import BlobAPI
import BlobClient
import BlobModel
import CertificateTesting
import FoundationEssentials
import HTTPTypes
import HummingbirdTesting
import NIOCore
import NIOSSL
import ServiceSupport
import Synchronization
import SystemPackage
import Testing

@testable import BlobService

@Suite struct TLSListenerTests {
    private let directory: TemporaryDirectory
    private let files: TLSFiles
    private let identity: TLSIdentity
    private let scene: NodeScene

    init() throws {
        directory = try TemporaryDirectory()
        files = TLSFiles(
            certificates: directory.path.appending("cert.pem"),
            key: directory.path.appending("key.pem")
        )
        try Self.write(SampleCertificates.certificate, SampleCertificates.key, files)
        identity = try TLSIdentity(files)
        var scene = try NodeScene()
        scene.configuration.tls = identity
        self.scene = scene
    }

    private static func write(_ certificate: String, _ key: String, _ files: TLSFiles) throws {
        try Data(certificate.utf8).write(to: URL(filePath: files.certificates.string))
        try Data(key.utf8).write(to: URL(filePath: files.key.string))
    }

    /// A client that takes one certificate and no other.
    private func trusting(
        _ certificate: String,
        _ versions: (least: TLSVersion, most: TLSVersion) = (.tlsv12, .tlsv13)
    ) throws -> TLSConfiguration {
        var configuration = TLSConfiguration.makeClientConfiguration()
        configuration.trustRoots = .certificates(try NIOSSLCertificate.fromPEMBytes(Array(certificate.utf8)))
        configuration.certificateVerification = .noHostnameVerification
        configuration.minimumTLSVersion = versions.least
        configuration.maximumTLSVersion = versions.most
        return configuration
    }

    @Test(arguments: [TLSVersion.tlsv12, .tlsv13])
    func `downloads of all sizes come over TLS`(_ version: TLSVersion) async throws {
        let large = (0..<3 << 20).map { UInt8(truncatingIfNeeded: $0 &* 31) }
        for bytes in [[1, 2, 3], large] {
            let url = try scene.signedURL(for: try await scene.store(bytes))
            let client = try trusting(SampleCertificates.certificate, (version, version))
            let response = try await scene.converse(tls: client) { try await $0.fetch(url.pathAndQuery) }
            let isWhole = response.body.map { Array($0.readableBytesView) } == bytes
            #expect(isWhole)
        }
    }

    @Test func `RFC 9325 §3.1.1 TLS 1.1 is not spoken`() async throws {
        let client = try trusting(SampleCertificates.certificate, (.tlsv1, .tlsv11))
        await #expect(throws: (any Error).self) {
            try await scene.converse(tls: client) { try await $0.fetch("/healthz") }
        }
    }

    @Test func `credentials are taken over TLS and asked of the front`() async throws {
        scene.front.decide(.failure(.refused(.credentialsRequired(challenge: "Basic realm=\"attache\""))))
        let uri = "/attachments/krugs4zanfzsaylooruw4zzakq/plan.pdf"
        let client = try trusting(SampleCertificates.certificate)
        let response = try await scene.converse(tls: client) {
            try await $0.fetch(uri, headers: [.authorization: "Basic YWxpY2U6YWxpY2U="])
        }
        #expect(response.status == .unauthorized)
        #expect(scene.front.questions.withLock { $0.count } == 1)
    }

    @Test func `a renewed certificate is shown to new connections, and open ones go on`() async throws {
        let (files, former, new) = (
            files, try trusting(SampleCertificates.certificate), try trusting(SampleCertificates.otherCertificate)
        )
        let (scene, identity) = (scene, identity)
        try await scene.converse(tls: former) { client in
            #expect(try await client.fetch("/healthz").status == .ok)
            try Self.write(SampleCertificates.otherCertificate, SampleCertificates.otherKey, files)
            #expect(try identity.reload())
            #expect(try await client.fetch("/healthz").status == .ok)
        }
        let status = try await scene.converse(tls: new) { try await $0.fetch("/healthz").status }
        #expect(status == .ok)
        await #expect(throws: (any Error).self) {
            try await scene.converse(tls: former) { try await $0.fetch("/healthz") }
        }
    }
}

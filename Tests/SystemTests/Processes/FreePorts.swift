import Glibc
import NIOCore
import NIOPosix

/// Finds ports of the loopback interface that are a test's for as long as its process lives.
///
/// They lie below those that the system gives to whoever asks for any port (Linux' `ip_local_port_range` begins at 32,768),
/// and each is claimed by a listener at another loopback address. So neither a client's connection nor another run of the
/// tests takes one before, or between two starts of, the program that it was found for.
enum FreePorts {
    private static let candidates = 10_000..<32_768

    /// Where claims are: no program of the tests listens at this address.
    private static let addressOfClaims = "127.0.0.77"

    /// Returns the first ports of rows that do not overlap.
    ///
    /// - Throws: `IOError` where the system refuses listeners for another reason than that a port is taken.
    static func rows(of counts: [Int]) async throws -> [Int] {
        var firsts: [Int] = []
        for count in counts { firsts.append(try await row(of: count)) }
        return firsts
    }

    private static func row(of count: Int) async throws -> Int {
        while true {
            let first = Int.random(in: candidates.lowerBound...(candidates.upperBound - count))
            let ports = first..<(first + count)
            guard let claims = try await listeners(at: addressOfClaims, ports) else { continue }
            if let free = try await listeners(at: "127.0.0.1", ports) {
                try await close(free)
                return first
            }
            try await close(claims)
        }
    }

    /// Listens at each of the ports, or at none where one of them is taken.
    private static func listeners(at address: String, _ ports: Range<Int>) async throws -> [any Channel]? {
        var channels: [any Channel] = []
        for port in ports {
            do {
                channels.append(try await listener(at: address, port))
            } catch let error as IOError where error.errnoCode == EADDRINUSE {
                try await close(channels)
                return nil
            }
        }
        return channels
    }

    private static func listener(at address: String, _ port: Int) async throws -> any Channel {
        try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .serverChannelOption(.autoRead, value: false)
            .bind(host: address, port: port)
            .get()
    }

    private static func close(_ channels: [any Channel]) async throws {
        for channel in channels { try await channel.close() }
    }
}

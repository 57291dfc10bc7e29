import NIOCore
import NIOPosix

/// Finds ports of the loopback interface that nobody listens at.
enum FreePorts {
    /// Returns the first ports of rows that were free a moment ago and do not overlap.
    ///
    /// The system chooses the first port of a row; those after it are tried. All are held until every row is complete.
    static func rows(of counts: [Int]) async throws -> [Int] {
        var held: [any Channel] = []
        var firsts: [Int] = []
        for count in counts {
            let row = try await row(of: count)
            held += row.channels
            firsts.append(row.first)
        }
        for channel in held { try await channel.close() }
        return firsts
    }

    private static func row(of count: Int) async throws -> (first: Int, channels: [any Channel]) {
        while true {
            var channels = [try await listener(at: 0)]
            let first = channels[0].localAddress?.port ?? 0
            for port in (first + 1)..<(first + max(2, count)) where channels.count < count && port < 65_536 {
                if let next = try? await listener(at: port) { channels.append(next) }
            }
            if channels.count == count { return (first, channels) }
            for channel in channels { try await channel.close() }
        }
    }

    private static func listener(at port: Int) async throws -> any Channel {
        try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .serverChannelOption(.autoRead, value: false)
            .bind(host: "127.0.0.1", port: port)
            .get()
    }
}

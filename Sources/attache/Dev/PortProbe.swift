import NIOCore
import NIOPosix
import SystemPackage

/// Tells whether ports are free, before anything else is done.
enum PortProbe {
    /// Checks every port of a plan.
    ///
    /// A port can still be taken between the look and its use; then the listener says so.
    ///
    /// - Throws: ``DevError/portTaken(_:option:)``.
    static func check(_ plan: DevPlan) async throws {
        for (port, option) in plan.optionsByPort where try await !isFree(port) {
            throw DevError.portTaken(port, option: option)
        }
    }

    private static func isFree(_ port: Int) async throws -> Bool {
        do {
            let channel = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
                .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
                // A connection that comes meanwhile is not accepted, and so not left without an answer.
                .serverChannelOption(.autoRead, value: false)
                .bind(host: "127.0.0.1", port: port)
                .get()
            try await channel.close()
            return true
        } catch let error as IOError where error.errnoCode == Errno.addressInUse.rawValue {
            return false
        }
    }
}

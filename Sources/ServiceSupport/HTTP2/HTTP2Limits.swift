import NIOCore
import NIOHTTP2

/// The limits that a client of HTTP/2 is held to beside ``HTTPLimits``, which hold on each stream.
package struct HTTP2Limits: Hashable, Sendable {
    /// The most streams that are open at a time on one connection; a further one ends the connection (RFC 9113 §5.1.2).
    package var streams = 100

    /// The most streams that a client may reset within ``window`` before its connection ends.
    ///
    /// A stream that is opened and reset at once costs the client nothing and the service a request: without this limit
    /// the one on open streams is none (CVE-2023-44487).
    package var resets = 100

    /// The most streams that may fail by the client's fault within ``window``; today the first one ends its connection.
    package var failures = 100

    /// The most PING, SETTINGS, and PRIORITY frames within ``window``.
    package var controlFrames = 200

    /// The time over which resets, failures, and control frames are counted.
    package var window = Duration.seconds(30)

    /// The most CONTINUATION frames of one header section (CVE-2024-27316).
    package var continuations = 8

    /// The bytes of a body that may be on their way to one stream.
    package var streamWindow = 256 << 10

    /// The bytes of bodies that may be on their way to all streams of a connection together.
    ///
    /// What no handler has taken yet counts: a connection holds no more than this in memory, however many its streams.
    package var connectionWindow = 1 << 20

    /// The bytes of a response that wait for the client before its writer has to wait.
    package var sendBuffer = 64 << 10

    /// Creates the limits of a public listener.
    package init() {}
}

extension NIOHTTP2Handler.Configuration {
    /// Creates the configuration of a connection by limits.
    ///
    /// - Parameters:
    ///   - limits: The limits of HTTP/2 itself.
    ///   - headerBytes: The most bytes of a header section, uncompressed.
    init(_ limits: HTTP2Limits, headerBytes: Int) {
        self.init()
        connection.initialSettings = [
            // RFC 9113 §5.1.2: a stream beyond the limit is an error; the library makes it one of the connection.
            HTTP2Setting(parameter: .maxConcurrentStreams, value: limits.streams),
            // RFC 9113 §6.5.2: the size "based on the uncompressed size of field lines".
            HTTP2Setting(parameter: .maxHeaderListSize, value: headerBytes),
            HTTP2Setting(parameter: .initialWindowSize, value: limits.streamWindow),
        ]
        connection.maximumSequentialContinuationFrames = limits.continuations
        connection.targetWindowSize = limits.connectionWindow
        connection.controlFrameRateLimit.maximumCount = limits.controlFrames
        connection.controlFrameRateLimit.windowLength = TimeAmount(limits.window)
        stream.targetWindowSize = limits.streamWindow
        stream.outboundBufferSizeHighWatermark = limits.sendBuffer
        stream.outboundBufferSizeLowWatermark = limits.sendBuffer / 2
        stream.streamResetFrameRateLimit.maximumCount = limits.resets
        stream.streamResetFrameRateLimit.windowLength = TimeAmount(limits.window)
        stream.streamErrorRateLimit.maximumCount = limits.failures
        stream.streamErrorRateLimit.windowLength = TimeAmount(limits.window)
    }
}

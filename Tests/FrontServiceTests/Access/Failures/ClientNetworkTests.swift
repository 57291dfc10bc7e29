import Testing

@testable import FrontService

@Suite struct ClientNetworkTests {
    @Test(arguments: [
        ("192.0.2.1", "::ffff:192.0.2.1"), ("2001:db8::1", "2001:DB8:0:0:ffff:ffff:ffff:ffff"),
        ("fe80::1", "fe80::1%eth0"), ("unknown", "unknown"),
    ])
    func `addresses of one network are one client`(one: String, other: String) {
        #expect(ClientNetwork(of: one) == ClientNetwork(of: other))
    }

    @Test(arguments: [
        ("192.0.2.1", "192.0.2.2"), ("2001:db8:0:1::1", "2001:db8:0:2::1"), ("unknown", "192.0.2.1"),
    ])
    func `addresses of two networks are two clients`(one: String, other: String) {
        #expect(ClientNetwork(of: one) != ClientNetwork(of: other))
    }
}

/// The request bodies of the examples of WebDAV's reports.
enum ReportExamples {
    /// RFC 6578 §3.8, a first synchronisation.
    static let initialSync = """
        <?xml version="1.0" encoding="utf-8" ?>
        <D:sync-collection xmlns:D="DAV:">
          <D:sync-token/>
          <D:sync-level>1</D:sync-level>
          <D:prop xmlns:R="urn:ns.example.com:boxschema">
            <D:getetag/>
            <R:bigbox/>
          </D:prop>
        </D:sync-collection>
        """

    /// RFC 6578 §3.10, a synchronisation with a limit.
    static let limitedSync = """
        <?xml version="1.0" encoding="utf-8" ?>
        <D:sync-collection xmlns:D="DAV:">
          <D:sync-token>http://example.com/ns/sync/1232</D:sync-token>
          <D:sync-level>infinite</D:sync-level>
          <D:limit>
            <D:nresults>100</D:nresults>
          </D:limit>
          <D:prop>
            <D:getetag/>
          </D:prop>
        </D:sync-collection>
        """

    /// RFC 3253 §3.8.1, properties and properties of what they name.
    static let expandProperty = """
        <?xml version="1.0" encoding="utf-8" ?>
        <D:expand-property xmlns:D="DAV:">
          <D:property name="version-history">
            <D:property name="version-set">
              <D:property name="creator-displayname"/>
              <D:property name="activity-set"/>
            </D:property>
          </D:property>
        </D:expand-property>
        """

    /// RFC 3744 §9.3.1, the resources whose property names the user.
    static let principalMatch = """
        <?xml version="1.0" encoding="utf-8" ?>
        <D:principal-match xmlns:D="DAV:">
          <D:principal-property>
            <D:owner/>
          </D:principal-property>
        </D:principal-match>
        """

    /// RFC 3744 §9.4.2, a search of principals by two properties.
    static let principalPropertySearch = """
        <?xml version="1.0" encoding="utf-8" ?>
        <D:principal-property-search xmlns:D="DAV:">
          <D:property-search>
            <D:prop>
              <D:displayname/>
            </D:prop>
            <D:match>doE</D:match>
          </D:property-search>
          <D:property-search>
            <D:prop xmlns:B="http://www.example.com/ns/">
              <B:title/>
            </D:prop>
            <D:match>Sales</D:match>
          </D:property-search>
          <D:prop xmlns:B="http://www.example.com/ns/">
            <D:displayname/>
            <B:department/>
          </D:prop>
        </D:principal-property-search>
        """

    /// RFC 3744 §9.2.1, the principals of an access control list.
    static let aclPrincipalPropSet = """
        <?xml version="1.0" encoding="utf-8" ?>
        <D:acl-principal-prop-set xmlns:D="DAV:">
          <D:prop>
            <D:displayname/>
          </D:prop>
        </D:acl-principal-prop-set>
        """

    /// All of them, as seeds for mutation.
    static let all = [
        initialSync, limitedSync, expandProperty, principalMatch, principalPropertySearch, aclPrincipalPropSet,
    ]
}

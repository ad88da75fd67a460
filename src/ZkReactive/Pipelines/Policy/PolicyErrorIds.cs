namespace ZkReactive.Pipelines.Policy;

/// <summary>The stable names of everything that can be wrong with policies. Reports in ZooKeeper carry them; they never change.</summary>
public static class PolicyErrorIds
{
    /// <summary>A document or a value in it is larger than allowed, or there are too many of something.</summary>
    public const string TooLarge = "ZkPolicyTooLarge";

    /// <summary>The document is not well-formed XML.</summary>
    public const string NotXml = "ZkPolicyNotXml";

    /// <summary>The document has a document type declaration; with it come entities, which are refused.</summary>
    public const string DtdRefused = "ZkPolicyDtdRefused";

    /// <summary>Elements are nested deeper than any policy needs.</summary>
    public const string TooDeep = "ZkPolicyTooDeep";

    /// <summary>The root element is not <c>acl</c> or <c>agl</c> in the namespace of policies.</summary>
    public const string RootUnknown = "ZkPolicyRootUnknown";

    /// <summary>An element is unknown, or not allowed where it stands.</summary>
    public const string ElementUnknown = "ZkPolicyElementUnknown";

    /// <summary>Text stands where only elements belong.</summary>
    public const string TextUnexpected = "ZkPolicyTextUnexpected";

    /// <summary>An attribute is unknown.</summary>
    public const string AttributeUnknown = "ZkPolicyAttributeUnknown";

    /// <summary>A mandatory attribute is missing.</summary>
    public const string AttributeMissing = "ZkPolicyAttributeMissing";

    /// <summary>An attribute's value is empty or not of its form.</summary>
    public const string AttributeInvalid = "ZkPolicyAttributeInvalid";

    /// <summary>A policy's name is no legal name.</summary>
    public const string NameInvalid = "ZkPolicyNameInvalid";

    /// <summary>A policy names itself otherwise than its node or file.</summary>
    public const string NameMismatch = "ZkPolicyNameMismatch";

    /// <summary>Two policies of a set have the same name.</summary>
    public const string NameRepeated = "ZkPolicyNameRepeated";

    /// <summary>An acl stands below Agls, or an agl below Acls.</summary>
    public const string KindMismatch = "ZkPolicyKindMismatch";

    /// <summary>A range begins after its end.</summary>
    public const string RangeInvalid = "ZkPolicyRangeInvalid";

    /// <summary>Two unconditional ranges share ids.</summary>
    public const string RangeOverlap = "ZkPolicyRangeOverlap";

    /// <summary>There is a second <c>otherwise</c>, or it is not the last element.</summary>
    public const string OtherwiseRepeated = "ZkPolicyOtherwiseRepeated";

    /// <summary>A condition cannot be read.</summary>
    public const string WhenSyntax = "ZkPolicyWhenSyntax";

    /// <summary>A condition can be read, but its types do not fit.</summary>
    public const string WhenType = "ZkPolicyWhenType";

    /// <summary>Warning: some ids are routed nowhere.</summary>
    public const string Gap = "ZkPolicyGap";

    /// <summary>Warning: a policy has nothing in it.</summary>
    public const string Empty = "ZkPolicyEmpty";

    /// <summary>Warning: no registered service provides a target.</summary>
    public const string TargetUnprovided = "ZkPolicyTargetUnprovided";

    /// <summary>A set was not published, removed or used because it has errors.</summary>
    public const string Refused = "ZkPolicyRefused";

    /// <summary>Others kept changing the set while it was to be published.</summary>
    public const string Conflict = "ZkPolicyConflict";

    /// <summary>There is no such policy.</summary>
    public const string Unknown = "ZkPolicyUnknown";

    /// <summary>The set changed so fast that no consistent reading of it was possible.</summary>
    public const string Unsettled = "ZkPolicyUnsettled";

    /// <summary>The state directory cannot be used.</summary>
    public const string DiskFailed = "ZkPolicyDiskFailed";
}

namespace ZkReactive.Protocol;

/// <summary>Request types. Source: Apache ZooKeeper 3.9, <c>ZooDefs.OpCode</c>.</summary>
public enum OpCode
{
    /// <summary>0.</summary>
    Notification = 0,

    /// <summary>1.</summary>
    Create = 1,

    /// <summary>2.</summary>
    Delete = 2,

    /// <summary>3.</summary>
    Exists = 3,

    /// <summary>4.</summary>
    GetData = 4,

    /// <summary>5.</summary>
    SetData = 5,

    /// <summary>6.</summary>
    GetAcl = 6,

    /// <summary>7.</summary>
    SetAcl = 7,

    /// <summary>8: children without a stat.</summary>
    GetChildren = 8,

    /// <summary>9.</summary>
    Sync = 9,

    /// <summary>11.</summary>
    Ping = 11,

    /// <summary>12: children with the parent's stat.</summary>
    GetChildren2 = 12,

    /// <summary>13: a version check inside a multi.</summary>
    Check = 13,

    /// <summary>14.</summary>
    Multi = 14,

    /// <summary>15: create with the stat in the reply.</summary>
    Create2 = 15,

    /// <summary>16.</summary>
    Reconfig = 16,

    /// <summary>17: is there a watch of this kind.</summary>
    CheckWatches = 17,

    /// <summary>18.</summary>
    RemoveWatches = 18,

    /// <summary>19.</summary>
    CreateContainer = 19,

    /// <summary>20: sent by the server to itself only.</summary>
    DeleteContainer = 20,

    /// <summary>21.</summary>
    CreateTtl = 21,

    /// <summary>22.</summary>
    MultiRead = 22,

    /// <summary>100: digest and other authentication by package.</summary>
    Auth = 100,

    /// <summary>101.</summary>
    SetWatches = 101,

    /// <summary>102.</summary>
    Sasl = 102,

    /// <summary>103.</summary>
    GetEphemerals = 103,

    /// <summary>104.</summary>
    GetAllChildrenNumber = 104,

    /// <summary>105: with persistent watches.</summary>
    SetWatches2 = 105,

    /// <summary>106.</summary>
    AddWatch = 106,

    /// <summary>107.</summary>
    WhoAmI = 107,

    /// <summary>-10: a transaction of the server's log.</summary>
    CreateSession = -10,

    /// <summary>-11.</summary>
    CloseSession = -11,

    /// <summary>-1: a failed operation in a multi's reply.</summary>
    Error = -1,
}

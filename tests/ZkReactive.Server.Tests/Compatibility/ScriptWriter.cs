using System.Globalization;
using System.Text;
using ZkReactive.Protocol;
using ZkReactive.Protocol.Framing;
using ZkReactive.Protocol.Records;

namespace ZkReactive.Server.Tests.Compatibility;

/// <summary>
/// Makes scripts: few paths, so that requests meet each other, and arguments of which a part is wrong. Every other script is
/// about permissions and sets no watches, for there the protocol of 3.9 differs from that of 3.8 (docs/compatibility.md).
/// </summary>
internal sealed class ScriptWriter
{
    private const int Sessions = 3;

    // The digests of alice:secret and bob:secret, as DigestAuthenticationProvider makes them.
    private const string Alice = "alice:aYXlLOpEooaV1cRAvUL1fp9Qt7E=";
    private const string Bob = "bob:fyVmFCwVbTJYrznoSu1koqYEYF0=";

    private readonly Random _random;
    private readonly string _root;
    private readonly bool _isAboutPermissions;
    private readonly Acl[][] _acls;

    private ScriptWriter(int seed)
    {
        _random = new Random(seed);
        _root = string.Create(CultureInfo.InvariantCulture, $"{Script.Parent}/{seed}");
        _isAboutPermissions = seed % 2 == 1;
        _acls =
        [
            [new(Permissions.All, "world", "anyone")],
            [new(Permissions.Read, "world", "anyone")],
            [new(Permissions.All & ~Permissions.Read, "world", "anyone")],
            [new(Permissions.All & ~Permissions.Delete, "world", "anyone")],
            [new(Permissions.Read, "world", "anyone"), new(Permissions.All, "digest", Alice)],
            [new(Permissions.All, "digest", Bob)],
            [new(Permissions.All, "auth", "")],
            [new(Permissions.All, "ip", "127.0.0.1")],
            [new(Permissions.All, "ip", "127.0.0.0/8"), new(Permissions.Read, "ip", "10.1.2.3")],
            [new(Permissions.All, "ip", "300.1.1.1")],
            [new(Permissions.All, "nonsense", "x")],
            [new(Permissions.All, "world", "somebody")],
            [new(Permissions.All, "digest", "no colon")],
            [new(Permissions.None, "world", "anyone")],
            [new(Permissions.All, "world", "anyone"), new(Permissions.All, "world", "anyone")],
            [],
        ];
    }

    public static Script Write(int seed, int length)
    {
        var writer = new ScriptWriter(seed);
        return new(seed, writer._root, Sessions, [.. Enumerable.Range(0, length).Select(_ => writer.Next())]);
    }

    private ScriptStep Next() => _random.Next(_isAboutPermissions ? 80 : 100) switch
    {
        < 16 => Create(),
        < 24 => Delete(),
        < 34 => SetData(),
        < 40 => GetData(),
        < 46 => _isAboutPermissions ? GetAcl() : Exists(),
        < 52 => GetChildren(),
        < 56 => SetAcl(),
        < 59 => GetAcl(),
        < 67 => Multi(),
        < 70 => MultiRead(),
        < 72 => Count(),
        < 74 => Ephemerals(),
        < 75 => Sync(),
        < 77 => Authenticate(),
        < 78 => WhoAmI(),
        < 80 => Close(),
        < 90 => AddWatch(),
        < 95 => RemoveWatches(),
        _ => SetWatches(),
    };

    private ScriptStep Create()
    {
        var (path, data) = (Path(), Data());
        switch (_random.Next(8))
        {
            case 0:
                var container = new CreateRequest(_root + "/container", data, Acls(), CreateMode.Container);
                return Step<CreateRequest, Create2Response>(OpCode.CreateContainer, Tell(container), container, static (r, o) => $"{r.Path} {o.Show(r.Stat)}");
            case 1:
                var mode = Flip() ? CreateMode.PersistentWithTtl : CreateMode.PersistentSequentialWithTtl;
                var ttl = new CreateTtlRequest(_root + "/ttl", data, Acls(), mode, 3_600_000);
                return Step<CreateTtlRequest, Create2Response>(OpCode.CreateTtl, $"{ttl.Path} {mode} {Observer.Show(ttl.Acls)}", ttl, static (r, o) => $"{r.Path} {o.Show(r.Stat)}");
            case < 5:
                var create = new CreateRequest(path, data, Acls(), Mode());
                return Step<CreateRequest, CreateResponse>(OpCode.Create, Tell(create), create, static (r, _) => r.Path);
            default:
                var create2 = new CreateRequest(path, data, Acls(), Mode());
                return Step<CreateRequest, Create2Response>(OpCode.Create2, Tell(create2), create2, static (r, o) => $"{r.Path} {o.Show(r.Stat)}");
        }
    }

    private ScriptStep Delete()
    {
        // The nodes that are always there may be tried: no server deletes them.
        var request = new DeleteRequest(_random.Next(12) == 0 ? One("/", "/zookeeper", "/zookeeper/quota", "/zookeeper/config") : Path(), Version());
        return ScriptStep.Of(Session(), OpCode.Delete, $"{Quote(request.Path)} v{request.Version}", _ => request);
    }

    private ScriptStep SetData()
    {
        var request = new SetDataRequest(Path(), Data(), Version());
        return Step<SetDataRequest, SetDataResponse>(OpCode.SetData, $"{Quote(request.Path)} v{request.Version}", request, static (r, o) => o.Show(r.Stat));
    }

    private ScriptStep GetData()
    {
        var path = Path();
        var request = new GetDataRequest(path, Watches(path));
        return Step<GetDataRequest, GetDataResponse>(OpCode.GetData, Quote(request.Path, request.Watch), request, static (r, o) => $"{Observer.Show(r.Data)} {o.Show(r.Stat)}");
    }

    private ScriptStep Exists()
    {
        var path = Path();
        var request = new ExistsRequest(path, Watches(path));
        return Step<ExistsRequest, ExistsResponse>(OpCode.Exists, Quote(request.Path, request.Watch), request, static (r, o) => o.Show(r.Stat));
    }

    private ScriptStep GetChildren()
    {
        var path = Path();
        var watch = Watches(path);
        return Flip()
            ? Step<GetChildrenRequest, GetChildrenResponse>(OpCode.GetChildren, Quote(path, watch), new(path, watch), static (r, _) => Observer.Show(r.Children))
            : Step<GetChildren2Request, GetChildren2Response>(OpCode.GetChildren2, Quote(path, watch), new(path, watch), static (r, o) => $"{Observer.Show(r.Children)} {o.Show(r.Stat)}");
    }

    private ScriptStep SetAcl()
    {
        var request = new SetAclRequest(Path(), Acls(), Version());
        return Step<SetAclRequest, SetAclResponse>(OpCode.SetAcl, $"{Quote(request.Path)} {Observer.Show(request.Acls)} v{request.Version}", request, static (r, o) => o.Show(r.Stat));
    }

    private ScriptStep GetAcl()
    {
        var path = Path();
        return Step<GetAclRequest, GetAclResponse>(OpCode.GetAcl, Quote(path), new(path), static (r, o) => $"{Observer.Show(r.Acls)} {o.Show(r.Stat)}");
    }

    private ScriptStep Multi()
    {
        MultiOperation[] parts = [.. Enumerable.Range(0, _random.Next(5)).Select(_ => Part())];
        var text = string.Join(" + ", parts.Select(part => part is MultiOperation.Create create ? $"{part.OpCode} {Tell(create.Request)}" : part.ToString()));
        return Step<MultiRequest, MultiResponse>(OpCode.Multi, text, new(parts), static (r, o) => string.Join("; ", r.Results.Select(o.Show)));
    }

    private MultiOperation Part() => _random.Next(5) switch
    {
        0 => new MultiOperation.Delete(new(Path(), Version())),
        1 => new MultiOperation.SetData(new(Path(), Data(), Version())),
        2 => new MultiOperation.Check(new(Path(), Version())),
        _ => new MultiOperation.Create(OpCode.Create, new(Path(), Data(), Acls(), Mode())),
    };

    private ScriptStep MultiRead()
    {
        MultiOperation[] parts =
        [
            .. Enumerable.Range(0, _random.Next(5)).Select(_ => Path())
                .Select(path => Flip() ? (MultiOperation)new MultiOperation.GetData(new(path, false)) : new MultiOperation.GetChildren(new(path, false))),
        ];
        return Step<MultiRequest, MultiResponse>(OpCode.MultiRead, string.Join(" + ", parts.Select(part => $"{part.OpCode} {Quote(part.Path)}")), new(parts), static (r, o) => string.Join("; ", r.Results.Select(o.Show)));
    }

    private ScriptStep Count()
    {
        var path = One(_root, _root + "/a", _root + "/b", _root + "/none", _root + "//a");
        return Step<GetAllChildrenNumberRequest, GetAllChildrenNumberResponse>(OpCode.GetAllChildrenNumber, Quote(path), new(path), static (r, _) => r.TotalNumber.ToString(CultureInfo.InvariantCulture));
    }

    private ScriptStep Ephemerals()
    {
        var prefix = Flip() ? _root : _root + "/a";
        return Step<GetEphemeralsRequest, GetEphemeralsResponse>(OpCode.GetEphemerals, prefix, new(prefix), static (r, _) => Observer.Show(r.Ephemerals));
    }

    private ScriptStep Sync() => Step<SyncRequest, SyncResponse>(OpCode.Sync, _root, new(_root), static (r, _) => r.Path);

    private ScriptStep Authenticate()
    {
        var who = Flip() ? "alice:secret" : "bob:secret";
        return ScriptStep.Of(Session(), OpCode.Auth, who, _ => new AuthPacket(0, "digest", Encoding.UTF8.GetBytes(who)), Xids.Auth);
    }

    private ScriptStep WhoAmI() =>
        Step<EmptyRecord, WhoAmIResponse>(OpCode.WhoAmI, "", default, static (r, _) => Observer.Show(r.Identities.Select(identity => $"{identity.AuthScheme}:{identity.User}")));

    private ScriptStep Close() => ScriptStep.Of(Session(), OpCode.CloseSession, "", _ => default(EmptyRecord));

    /// <summary>On a path of their own: beside one-shot watches 3.8 loses some (ZOOKEEPER-4466).</summary>
    private ScriptStep AddWatch()
    {
        var (path, mode) = Flip() ? (_root + "/b", WatchMode.PersistentRecursive) : (_root + "/b/z", WatchMode.Persistent);
        return Step<AddWatchRequest, ErrorResponse>(OpCode.AddWatch, $"{path} {mode}", new(path, mode), static (r, _) => r.Error.ToString());
    }

    private ScriptStep RemoveWatches()
    {
        var (path, type) = (One(_root, _root + "/a", _root + "/a/x"), One(WatcherType.Children, WatcherType.Data, WatcherType.Any));
        return ScriptStep.Of(Session(), OpCode.RemoveWatches, $"{path} {type}", _ => new RemoveWatchesRequest(path, type));
    }

    private ScriptStep SetWatches()
    {
        var since = _random.Next(40);
        string[] data = Some(), exist = Some(), child = Some();
        var text = $"+{since} data {Observer.Show(data)} exist {Observer.Show(exist)} child {Observer.Show(child)}";
        return ScriptStep.Of(Session(), OpCode.SetWatches, text, observer => new SetWatches(new Zxid(observer.Beginning.Value + since), data, exist, child), Xids.SetWatches);

        string[] Some() => [.. new[] { _root, _root + "/a", _root + "/a/x", _root + "/a/y" }.Where(_ => _random.Next(4) == 0)];
    }

    private ScriptStep Step<TRequest, TResponse>(OpCode operation, string text, TRequest request, Func<TResponse, Observer, string> show)
        where TRequest : Protocol.Jute.IJuteRecord<TRequest>
        where TResponse : Protocol.Jute.IJuteRecord<TResponse> => ScriptStep.Of(Session(), operation, text, request, show);

    private int Session() => _random.Next(Sessions);

    /// <summary>Never a node that other scripts see too, as the root: what one script does to it would be another's answer.</summary>
    private string Path() => _random.Next(24) switch
    {
        0 => One("a", _root + "/", _root + "//a", _root + "/./a", _root + "/..", _root + "/a\0b", _root + "/a\u0001b", _root + "/\u00e9\u4e2d"),
        1 => One(_root + "/none/of/this", _root + "/a/x/deep"),
        < 4 => _root + "/s-",
        < 8 => _root,
        < 13 => _root + "/a",
        < 16 => _root + "/a/x",
        < 18 => _root + "/a/y",
        < 21 => _root + "/b",
        _ => _root + "/b/z",
    };

    private ReadOnlyMemory<byte>? Data() => _random.Next(6) switch
    {
        0 => null,
        1 => ReadOnlyMemory<byte>.Empty,
        var length => Encoding.UTF8.GetBytes(new string('d', length)),
    };

    private int Version() => _random.Next(3) == 0 ? _random.Next(-2, 3) : -1;

    private CreateMode Mode() => (CreateMode)One(0, 0, 0, 0, 1, 1, 2, 3, 7, -1);

    private Acl[] Acls() => _isAboutPermissions ? _acls[Flip() ? 0 : _random.Next(_acls.Length)] : _acls[0];

    /// <summary>One-shot watches only, and not where persistent ones are.</summary>
    private bool Watches(string path) => !_isAboutPermissions && !path.StartsWith(_root + "/b", StringComparison.Ordinal) && Flip();

    private bool Flip() => _random.Next(2) == 0;

    private T One<T>(params T[] choices) => choices[_random.Next(choices.Length)];

    private static string Tell(CreateRequest request) => $"{Quote(request.Path)} {request.Mode} {Observer.Show(request.Acls)}";

    private static string Quote(string path, bool watch = false) => $"'{string.Concat(path.Select(c => char.IsControl(c) ? $"\\u{(int)c:x4}" : c.ToString()))}'{(watch ? " watching" : "")}";
}

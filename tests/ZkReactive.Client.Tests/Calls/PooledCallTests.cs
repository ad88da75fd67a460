using System.Reflection;
using System.Runtime.CompilerServices;
using ZkReactive.Client.Calls;
using ZkReactive.Protocol;
using ZkReactive.Protocol.Jute;
using ZkReactive.Protocol.Records;

namespace ZkReactive.Client.Tests.Calls;

/// <summary>A call becomes another one only when nobody has it any more. Each kind below has a pool of its own.</summary>
public sealed class PooledCallTests
{
    private static readonly Exception Failure = new InvalidOperationException("failed");

    [Fact]
    public async Task Answered_AndAwaited_IsUsedAgain_AsGoodAsNew()
    {
        var call = Probe<int>.Rent("/a");
        (call.Xid, call.StreamEnd, call.Deadline) = (7, 8, 9);
        call.CancelWith(new CancellationTokenSource().Token);
        Answer(call);
        Assert.Equal(5, await call.Task);

        var next = Probe<int>.Rent("/b");
        Assert.Same(call, next);
        Assert.Equal(("/b", false, 0, 0L, long.MaxValue), (next.Path.Value, next.IsSettled, next.Xid, next.StreamEnd, next.Deadline));
        Assert.False(next.Task.IsCompleted);
        Answer(next);
        Assert.Equal(5, await next.Task);
    }

    [Fact]
    public async Task NotYetAwaited_IsNotUsedAgain()
    {
        var call = Probe<long>.Rent("/a");
        var task = call.Task;
        Answer(call);
        Assert.NotSame(call, Probe<long>.Rent("/b"));
        Assert.Equal(5, await task);
    }

    [Fact]
    public async Task AwaitedTwice_TheSecondTimeSaysSo()
    {
        var call = Probe<short>.Rent("/a");
        var task = call.Task;
        Answer(call);
        await task;
        await Assert.ThrowsAsync<InvalidOperationException>(async () => await task);
        Assert.Same(call, Probe<short>.Rent("/b"));
        Assert.NotSame(call, Probe<short>.Rent("/c"));
    }

    [Fact]
    public async Task Failed_IsNeverUsedAgain_SinceWhoeverFailedItMayHaveIt()
    {
        var call = Probe<byte>.Rent("/a");
        Assert.True(call.TryFail(Failure));
        Assert.Same(Failure, await Assert.ThrowsAsync<InvalidOperationException>(async () => await call.Task));
        Assert.NotSame(call, Probe<byte>.Rent("/b"));
        Assert.False(call.TryFail(Failure));
    }

    [Fact]
    public async Task Held_IsNeverUsedAgain()
    {
        var call = Probe<uint>.Rent("/a");
        call.IsHeld = true;
        Answer(call);
        Assert.Equal(5u, await call.Task);
        Assert.NotSame(call, Probe<uint>.Rent("/b"));
        Assert.False(call.TryFail(Failure));
    }

    // The token's callback cannot be called off any more, and has the call.
    [Fact]
    public async Task TokenFires_BetweenTheAnswerAndTheCaller_IsNeverUsedAgain()
    {
        using var source = new CancellationTokenSource();
        var call = Probe<ulong>.Rent("/a");
        var task = call.Task;
        call.CancelWith(source.Token);
        Take(call);
        await source.CancelAsync();
        call.Complete();
        Assert.Equal(5ul, await task);
        Assert.NotSame(call, Probe<ulong>.Rent("/b"));
    }

    public static TheoryData<Type> Kinds => [.. typeof(Call).Assembly.GetTypes().Where(type => BaseOf(type, typeof(PooledCall<,>)) is not null && type.IsSealed)];

    // What a kind forgets to clear is what the next request of it would say.
    [Theory]
    [MemberData(nameof(Kinds))]
    public void Cleared_IsAsNew_InEveryField(Type kind)
    {
        var (call, asNew) = (Activator.CreateInstance(kind)!, Activator.CreateInstance(kind)!);
        var fields = Bases(kind).SelectMany(type => type.GetFields(BindingFlags.Instance | BindingFlags.NonPublic | BindingFlags.DeclaredOnly))
            .Where(field => field.Name is not "_source" && !field.Name.Contains(nameof(Call.IsHeld), StringComparison.Ordinal)).ToArray();
        foreach (var field in fields) field.SetValue(call, Something(field.FieldType));
        Assert.DoesNotContain(fields, field => Equals(field.GetValue(call), field.GetValue(asNew)));

        kind.GetMethod("Clear", BindingFlags.Instance | BindingFlags.NonPublic)!.Invoke(call, null);
        Assert.All(fields, field => Assert.Equal((field.Name, field.GetValue(asNew)), (field.Name, field.GetValue(call))));
    }

    private static Type? BaseOf(Type type, Type generic) => Bases(type).FirstOrDefault(one => one.IsGenericType && one.GetGenericTypeDefinition() == generic);

    private static IEnumerable<Type> Bases(Type type)
    {
        for (var one = type; one is not null && one != typeof(object); one = one.BaseType) yield return one;
    }

    // A value of a type that is not its default.
    private static object Something(Type type)
    {
        if (type == typeof(string)) return "something";
        if (type.IsEnum) return Enum.ToObject(type, 1);
        if (type.IsPrimitive) return Convert.ChangeType(1, type, System.Globalization.CultureInfo.InvariantCulture);
        if (type.IsInterface || type.IsAbstract) return Array.CreateInstance(type.GenericTypeArguments[0], 1);
        var made = RuntimeHelpers.GetUninitializedObject(type);
        if (!type.IsValueType) return made;
        var inner = type.GetFields(BindingFlags.Instance | BindingFlags.NonPublic)[0];
        inner.SetValue(made, Something(inner.FieldType));
        return made;
    }

    private static void Answer<T>(Probe<T> call)
        where T : struct
    {
        Take(call);
        call.Complete();
    }

    private static void Take<T>(Probe<T> call)
        where T : struct
    {
        Assert.True(call.TryClaim());
        var reader = new JuteReader(default);
        call.Take(new ReplyHeader(call.Xid, new Zxid(1), ErrorCode.Ok), ref reader);
    }

    private sealed class Probe<T> : PooledCall<Probe<T>, T>
        where T : struct
    {
        public override OpCode OpCode => OpCode.Exists;

        public override string Operation => "Probe";

        public static Probe<T> Rent(ZkPath path) => Rent(path, path.Value);

        public override void WriteBody(ref JuteWriter writer)
        {
        }

        protected override T Read(in ReplyHeader header, ref JuteReader body) => (T)Convert.ChangeType(5, typeof(T), System.Globalization.CultureInfo.InvariantCulture);
    }
}

using ZkReactive.Client;
using ZkReactive.Protocol;
using ZkReactive.Streams.Core;

namespace ZkReactive.Streams.Sharing;

/// <summary>A tree as a cold observable over the client's shared stream.</summary>
internal sealed class TreeObservable(IZkClient client, ZkPath path, ObserveTreeOptions options) : IObservable<TreeChange>
{
    /// <inheritdoc/>
    public IDisposable Subscribe(IObserver<TreeChange> observer)
    {
        ArgumentNullException.ThrowIfNull(observer);
        return ClientStreams.Of(client).Subscribe(
            new StreamKey(StreamKind.Tree, path, options), static (o, c, key) => new TreeStream(o, c, key, StreamTiming.Default), observer);
    }
}

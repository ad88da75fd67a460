namespace ZkReactive.Client;

/// <summary>Something read together with the watch that the same request left: no change between the two can be missed.</summary>
/// <typeparam name="T">What was read.</typeparam>
/// <param name="Value">What was read.</param>
/// <param name="Watch">The watch left behind.</param>
public readonly record struct Watched<T>(T Value, IZkOneShotWatch Watch);

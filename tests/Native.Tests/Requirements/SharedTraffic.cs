namespace DsMip.Native.Tests.Requirements;

/// <summary>One pair for all tests of a class, made by the first one that runs: namespaces take their time.</summary>
public sealed class SharedTraffic : IDisposable
{
    private NativeTraffic? _traffic;

    internal NativeTraffic Traffic => _traffic ??= new NativeTraffic();

    public void Dispose() => _traffic?.Dispose();
}

using DsMip.Testing;

namespace DsMip.Native.Tests.Xfrm;

/// <summary>Takes a module out of the kernel and keeps the kernel from loading it again, until disposed.</summary>
internal sealed class WithoutModule : IDisposable
{
    private const string Loader = "/proc/sys/kernel/modprobe";
    private readonly string _loader = File.ReadAllText(Loader);
    private readonly string[] _modules;

    /// <param name="modules">Those that use others first.</param>
    internal WithoutModule(params string[] modules)
    {
        _modules = modules;
        File.WriteAllText(Loader, "/bin/false");
        foreach (var module in modules) Shell.Run("rmmod", module);
    }

    public void Dispose()
    {
        File.WriteAllText(Loader, _loader);
        foreach (var module in _modules.Reverse()) Shell.Run(_loader.Trim(), module);
    }
}

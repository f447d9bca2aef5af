using DsMip.Testing;

namespace DsMip.Native.Tests.Xfrm;

/// <summary>Takes a module out of the kernel and keeps the kernel from loading it again, until disposed.</summary>
internal sealed class WithoutModule : IDisposable
{
    private const string Loader = "/proc/sys/kernel/modprobe";
    private readonly string _loader = File.ReadAllText(Loader);
    private readonly string _module;

    internal WithoutModule(string module)
    {
        _module = module;
        File.WriteAllText(Loader, "/bin/false");
        try
        {
            Remove();
        }
        catch
        {
            Dispose(); // or every later test would miss it
            throw;
        }
    }

    public void Dispose()
    {
        File.WriteAllText(Loader, _loader);
        Shell.Run(_loader.Trim(), _module);
    }

    /// <summary>A namespace that was deleted lets go of its states, and they of the module, some time later.</summary>
    private void Remove()
    {
        for (var attempt = 1;; attempt++)
        {
            try
            {
                Shell.Run("rmmod", _module);
                return;
            }
            catch (InvalidOperationException) when (attempt < 100)
            {
                Thread.Sleep(200);
            }
        }
    }
}

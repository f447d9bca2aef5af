using System.Reflection;
using System.Runtime.Loader;
using SharpFuzz;

namespace DsMip.Fuzz.Engine;

/// <summary>
/// The product and this program once more, in a context of their own: of the assemblies that read what others send, copies are loaded in which SharpFuzz
/// has put a counter at every branch. So the build is not touched, a test can have it in its own process, and what is fuzzed is what is shipped.
/// </summary>
internal sealed class InstrumentedContext(string folder, IReadOnlySet<string> instrumented) : AssemblyLoadContext("instrumented")
{
    /// <summary>What takes bytes from a network or from the store. DsMip.Linux and its relatives take them from the kernel.</summary>
    private static readonly string[] Product =
        ["DsMip.Wire", "DsMip.IPsec", "DsMip.Tunnel", "DsMip.HomeAgent.Core", "DsMip.MobileNode.Core", "dsmip-ha", "dsmip-mn"];

    /// <summary>Calls a static method of this program, or of another, inside.</summary>
    /// <param name="also">Further assemblies to be instrumented.</param>
    public static TResult Run<T1, T2, TResult>(Type type, string method, T1 first, T2 second, params string[] also)
    {
        Coverage.Attach();
        var folder = Directory.CreateTempSubdirectory("dsmip-fuzz-");
        try
        {
            var context = new InstrumentedContext(folder.FullName, Product.Concat(also).ToHashSet());
            // Akka looks types up by their names.
            using var scope = context.EnterContextualReflection();
            var inside = context.LoadFromAssemblyName(type.Assembly.GetName()).GetType(type.FullName!, throwOnError: true)!;
            return inside.GetMethod(method, BindingFlags.Static | BindingFlags.Public)!.CreateDelegate<Func<T1, T2, TResult>>()(first, second);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    /// <summary>Ours are loaded here, all others are shared with the default context: with them SharpFuzz, which has the counters.</summary>
    protected override Assembly? Load(AssemblyName assemblyName)
    {
        var name = assemblyName.Name!;
        var path = Path.Combine(AppContext.BaseDirectory, name + ".dll");
        if (!(name.StartsWith("DsMip.", StringComparison.Ordinal) || name.StartsWith("dsmip-", StringComparison.Ordinal)) || !File.Exists(path)) return null;
        return LoadFromAssemblyPath(instrumented.Contains(name) ? Instrument(path) : path);
    }

    private string Instrument(string path)
    {
        var copy = Path.Combine(folder, Path.GetFileName(path));
        File.Copy(path, copy);
        Fuzzer.Instrument(copy, _ => true, Options.Value);
        return copy;
    }
}

using DsMip.Lab.Daemons;

namespace DsMip.Cluster.Tests;

/// <summary>In artifacts/cluster: the figures of this run, a line a fault, in faults.txt, and the logs of all processes.</summary>
internal static class FaultFigures
{
    private static readonly Lazy<string> Path = new(Begin);

    public static void Write(string line) => File.AppendAllText(Path.Value, line + "\n");

    public static void KeepLogs(WorkDirectory work)
    {
        foreach (var log in Directory.EnumerateFiles(work.Path, "*.log"))
        {
            File.Copy(log, System.IO.Path.Combine(System.IO.Path.GetDirectoryName(Path.Value)!, System.IO.Path.GetFileName(log)), overwrite: true);
        }
    }

    private static string Begin()
    {
        var artifacts = new DirectoryInfo(AppContext.BaseDirectory).Parent!.Parent!.Parent!.FullName;
        var file = System.IO.Path.Combine(Directory.CreateDirectory(System.IO.Path.Combine(artifacts, "cluster")).FullName, "faults.txt");
        File.WriteAllText(file, "");
        return file;
    }
}

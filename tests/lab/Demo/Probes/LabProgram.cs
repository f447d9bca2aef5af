namespace DsMip.Lab.Probes;

/// <summary>This program's own executable file, to be started again inside namespaces (also from a test host).</summary>
public static class LabProgram
{
    public static string Path { get; } = System.IO.Path.Combine(AppContext.BaseDirectory, "dsmip-lab");
}

using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace DsMip.Architecture.Tests;

/// <summary>What a compiled assembly really uses, read from its metadata rather than from its project file.</summary>
internal sealed record AssemblyMetadata(string[] Assemblies, string[] Types, string[] PlatformInvokes)
{
    public static AssemblyMetadata Of(string assemblyName)
    {
        using var stream = File.OpenRead(Path.Combine(AppContext.BaseDirectory, assemblyName + ".dll"));
        using var pe = new PEReader(stream);
        var reader = pe.GetMetadataReader();
        return new AssemblyMetadata(
            [.. reader.AssemblyReferences.Select(handle => reader.GetString(reader.GetAssemblyReference(handle).Name))],
            [.. reader.TypeReferences.Select(reader.GetTypeReference).Select(type => $"{reader.GetString(type.Namespace)}.{reader.GetString(type.Name)}")],
            [.. reader.MethodDefinitions.Select(reader.GetMethodDefinition)
                .Where(method => method.Attributes.HasFlag(MethodAttributes.PinvokeImpl))
                .Select(method => reader.GetString(method.Name))]);
    }
}

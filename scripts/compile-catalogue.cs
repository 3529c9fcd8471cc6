#:property TargetFrameworks=
#:property TargetFramework=net10.0
#:property PublishAot=false
#:project ../src/OrthancLauncher.Core/OrthancLauncher.Core.csproj

// Compiles defaults/orthanc.schema.json and the definitions files into the forms that the program uses. Run it after each
// change of one of them, from anywhere: dotnet run scripts/compile-catalogue.cs
using System.Runtime.CompilerServices;
using OrthancLauncher.Catalogue;
using OrthancLauncher.Definitions;

var schema = Path.Combine(RepositoryRoot(), "defaults", "orthanc.schema.json");
var catalogue = Path.Combine(RepositoryRoot(), "src", "OrthancLauncher.Core", "Catalogue", "catalogue.bin");

var compiled = CatalogueCompiler.Compile(File.ReadAllBytes(schema));
File.WriteAllBytes(catalogue, compiled);
Console.WriteLine($"{catalogue}: {compiled.Length} bytes");

var tables = Path.Combine(RepositoryRoot(), "src", "OrthancLauncher.Core", "Definitions", "BuiltInTables.g.cs");
File.WriteAllText(tables, DefinitionsCompiler.Compile(LauncherDefinitions.FromFiles()));
Console.WriteLine(tables);

static string RepositoryRoot([CallerFilePath] string thisFile = "") =>
    Path.GetFullPath(Path.Combine(Path.GetDirectoryName(thisFile)!, ".."));

€TAG = (
    "@.architecture"
)
OTHER = '@.architecture'
print("# @.architecture")

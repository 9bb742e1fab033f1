"""`python -m askcity`."""

from askcity.cli import main

if __name__ == "__main__":
    main()
